import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { readAuthority, removeAtExit, type MadeAuthority } from "./ground/authority.js";
import { ENDING_SIGNALS, INTERRUPTED } from "./ground/ending.js";
import type { Options } from "./ground/options.js";
import { PortError } from "./ground/listen.js";
import { openStage, type OpenStage } from "./ground/stage.js";
import type { World } from "./ground/scenario.js";
import { createWalk, WalkEnded } from "./ground/walk.js";
import { within } from "./ground/within.js";
import { SCENARIOS } from "./scenarios.js";

/** What this process gets from the one that starts it. */
export interface Start {
  readonly options: Options;
  readonly authority: MadeAuthority;
}

const READY_WITHIN = 15_000;
const WALKED_WITHIN = 60_000;
const CLOSED_WITHIN = 5_000;

const began = performance.now();
let stage: OpenStage | undefined;
let walked = false;
let ending: Promise<never> | undefined;

for (const signal of ENDING_SIGNALS) process.on(signal, () => undefined); // Ctrl+C reaches this process too; the one that started it decides
process.once("disconnect", () => void end(walked ? 0 : INTERRUPTED));
if (!process.connected) process.exit(INTERRUPTED); // while this file was loaded
const [{ options, authority }] = (await once(process, "message")) as [Start];
removeAtExit(authority.folder); // the process that made it may have been killed

try {
  const { load } = SCENARIOS[options.name]!;
  stage = openStage(await readAuthority(authority), options);
  const scenario = await load();
  const world = await within(READY_WITHIN, "The scenario is not ready after 15 s.", scenario(stage));
  print(introduction(world));
  const right = await within(WALKED_WITHIN, "The walk has not ended after 60 s.", walk(world));
  print(right ? "\nEvery step saw what it had to." : "\nNot every step saw what it had to.");
  if (options.once) await end(right ? 0 : 1);
  walked = true;
  print(`\n${world.next}\n\nEverything stays up until you press Ctrl+C.`);
} catch (error) {
  if (ending === undefined) console.error(reasonOf(error));
  await end(1);
}

async function walk(world: World): Promise<boolean> {
  const { step, isRight } = createWalk(print);
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
  const { summary } = SCENARIOS[options.name]!;
  return `${options.name}: ${summary}\nReady after ${seconds} s, with ${options.framework}.\n\n${lines.join("\n")}\n`;
}

/** What fails while the scenario ends is no news. */
function print(text: string): void {
  if (ending === undefined) console.log(text);
}

function end(code: number): Promise<never> {
  ending ??= close(code);
  return ending;
}

async function close(code: number): Promise<never> {
  try {
    await Promise.race([stage?.close(), delay(CLOSED_WITHIN)]);
    process.exit(code);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

/** One sentence for what a user can cure; everything for a bug. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof PortError ? error.message : (error.stack ?? error.message);
}
