import type { Bench } from "../parts/part.js";
import { contendersOf } from "./contenders-of.js";
import { RunningContender, type StartOptions } from "./contender.js";
import { USUAL, type Framework, type HttpContender } from "./http-contender.js";
import { proveContender } from "./prove-contender.js";

/** Who competes where peers are left out. */
const ALONE: readonly HttpContender["kind"][] = ["bare", "ours", "limited"];

/** Starts every contender of a framework, proves each, hands them over and ends them. */
export async function withContenders<T>(
  framework: Framework,
  bench: Pick<Bench, "world" | "worldFile" | "oursAlone">,
  use: (contenders: readonly RunningContender[]) => Promise<T>,
  { kinds = USUAL, ...options }: StartOptions & { readonly kinds?: readonly HttpContender["kind"][] } = {},
): Promise<T> {
  const running: RunningContender[] = [];
  try {
    for (const contender of await contendersOf(framework)) {
      if (!kinds.includes(contender.kind)) continue;
      if (bench.oursAlone === true && !ALONE.includes(contender.kind)) continue;
      const started = await RunningContender.start(framework, contender, bench, options);
      running.push(started);
      await proveContender(started);
    }
    return await use(running);
  } finally {
    await Promise.all(running.map((contender) => contender.stop()));
  }
}
