import { setTimeout as delay } from "node:timers/promises";
import { readAuthority, removeAuthority } from "./ground/authority.js";
import type { Options } from "./ground/options.js";
import { openStage } from "./ground/stage.js";
import type { World } from "./ground/scenario.js";
import { createWalk, WalkEnded } from "./ground/walk.js";
import { SCENARIOS } from "./scenarios.js";

const READY_WITHIN = 15_000;
const WALKED_WITHIN = 60_000;

const began = performance.now();
const [given = "", folder = ""] = process.argv.slice(2);
const options = JSON.parse(given) as Options;
const { summary, load } = SCENARIOS[options.name]!;
const stage = openStage(await readAuthority(folder), options);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined); // Ctrl+C reaches this process too; the one that started it decides
process.once("disconnect", () => void stop(0));

try {
  const scenario = await load();
  const world = await within(READY_WITHIN, "ready", scenario(stage));
  console.log(introduction(world));
  const right = await within(WALKED_WITHIN, "walked through", walk(world));
  console.log(right ? "\nEvery step saw what it had to." : "\nNot every step saw what it had to.");
  if (options.once) await stop(right ? 0 : 1);
  console.log(`\n${world.next}\n\nEverything stays up until you press Ctrl+C.`);
} catch (error) {
  console.error(reasonOf(error));
  await stop(1);
}

async function walk(world: World): Promise<boolean> {
  const { step, isRight } = createWalk((line) => console.log(line));
  try {
    await world.walk(step);
  } catch (error) {
    if (!(error instanceof WalkEnded)) throw error;
  }
  return isRight();
}

function introduction({ places }: World): string {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const width = Math.max(...Object.keys(places).map((name) => name.length)) + 2;
  const lines = Object.entries(places).map(([name, place]) => `  ${name.padEnd(width)}${place}`);
  return `${options.name}: ${summary}\nReady after ${seconds} s, with ${options.framework}.\n\n${lines.join("\n")}\n`;
}

async function stop(code: number): Promise<never> {
  await Promise.race([stage.close(), delay(5_000)]);
  await removeAuthority(folder); // the process that made it may have been killed
  process.exit(code);
}

async function within<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  const clock = new AbortController();
  const late = delay(milliseconds, undefined, { signal: clock.signal }).then(() => {
    throw new Error(`The scenario is not ${what} after ${milliseconds / 1000} s.`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    clock.abort();
  }
}

/** One sentence for what a user can cure; everything for a bug. */
function reasonOf(error: unknown): string {
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `Port ${port} is taken: name another with --port and --entra-port.`;
  return stack ?? message;
}
