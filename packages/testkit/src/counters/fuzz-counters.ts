import { execFile } from "node:child_process";
import { parseArgs, promisify } from "node:util";
import type { CounterKind, CounterStore } from "@product-auth/core/counters";
import { MissingServiceError } from "../services/missing-service.js";
import { runStreams } from "./streams.js";

/** Counters to be fuzzed. */
export interface FuzzedCounters {
  readonly name: string;
  /** Opens a store that judges by the time of its caller; its counters are empty. */
  readonly open: () => Promise<CounterStore>;
  readonly kinds: readonly CounterKind[];
  /**
   * Arguments of a program that takes from one counter with a limit of 100, of this kind and of no other run, and writes how
   * many calls it admitted. Undefined: counters that processes do not share.
   */
  readonly program?: Program;
}

type Program = (kind: CounterKind, run: number) => Promise<readonly string[]>;

const CALLS_AT_A_TIME = 20_000;
const PROCESSES = 4;
const LIMIT = 100;
const PROGRESS_EVERY = 3_000;
const run = promisify(execFile);

/**
 * The program of one store behind `npm run fuzz -- limits`: random calls, each compared with a log of all calls, and
 * several processes at one counter. Returns the exit code.
 */
export async function fuzzCounters(
  start: () => Promise<FuzzedCounters>,
  out: Pick<Console, "log" | "error">,
): Promise<0 | 1> {
  const { values } = parseArgs({
    options: {
      calls: { type: "string", default: "1000000" },
      rounds: { type: "string", default: "20" },
      seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    },
  });
  const [calls, rounds, seed] = [Number(values.calls), Number(values.rounds), Number(values.seed)];
  try {
    const counters = await start();
    await fuzzCalls(counters, { calls, seed, out });
    if (counters.program !== undefined)
      await fuzzProcesses(counters, { program: counters.program, rounds, out });
    return 0;
  } catch (error) {
    if (error instanceof MissingServiceError) out.log(`SKIPPED: ${error.message}`);
    else out.error(error instanceof Error ? error.stack : error);
    return error instanceof MissingServiceError ? 0 : 1;
  }
}

async function fuzzCalls(
  { name, open, kinds }: FuzzedCounters,
  { calls, seed, out }: { calls: number; seed: number; out: Pick<Console, "log"> },
): Promise<void> {
  const from = Date.now();
  let toldAt = from;
  let done = 0;
  const tell = () =>
    out.log(`${name}: ${done} of ${calls} calls, seed ${seed}, ${Math.round((Date.now() - from) / 1_000)} s`);
  const store = await open();
  try {
    while (done < calls)
      for (const kind of kinds) {
        const some = Math.min(CALLS_AT_A_TIME, Math.ceil(calls / kinds.length));
        await runStreams(store, kind, { seed: seed + done, calls: some });
        done += some;
        if (Date.now() - toldAt < PROGRESS_EVERY) continue;
        toldAt = Date.now();
        tell();
      }
  } finally {
    await store.close?.();
  }
  tell();
}

async function fuzzProcesses(
  { name, kinds }: FuzzedCounters,
  how: { program: Program; rounds: number; out: Pick<Console, "log"> },
): Promise<void> {
  const { program, rounds, out } = how;
  for (const kind of kinds)
    for (let round = 0; round < rounds; round++) {
      const args = await program(kind, round);
      const outputs = await Promise.all(Array.from({ length: PROCESSES }, () => run(process.execPath, args)));
      const admitted = outputs.map(({ stdout }) => Number(stdout));
      const sum = admitted.reduce((total, one) => total + one, 0);
      if (sum !== LIMIT)
        throw new Error(`${name}, ${kind}, round ${round}: ${admitted.join(" + ")} admitted, not ${LIMIT}`);
    }
  out.log(
    `${name}: ${rounds} times ${PROCESSES} processes admitted exactly ${LIMIT} calls, ${kinds.join(", ")}`,
  );
}
