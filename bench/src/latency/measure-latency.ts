import { openCaller } from "../load/caller.js";
import { sendLoad } from "../load/send-load.js";
import type { Paced } from "../load/send-paced.js";
import { quantile } from "../measure/median.js";
import type { Held } from "./latency-server.js";
import { expectOnly, SLICES, type Scene } from "./slices.js";

/** Share of the saturated rate at which latency is measured. */
export const SHARE = 0.7;
const CONNECTIONS = 50;

/** Steps from the rate of callers who wait down to the highest steady one, and where they end. */
const STEP = 0.05;
const LEAST_SHARE = 0.4;
/** Milliseconds of half of the calls: a server that cannot keep up lets them wait for longer and longer. */
const KEEPS_UP = 5;

/** One slice: latencies in milliseconds, and what held the event loop. */
export interface Seen extends Held {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** What was seen round by round. */
export interface Latencies {
  readonly perSecond: number;
  readonly rounds: ReadonlyMap<string, readonly Seen[]>;
}

/** Measures the saturated rate, and then all slices at a share of it, round by round. */
export async function measureLatency(
  scene: Omit<Scene, "perSecond">,
  rounds: number,
  tell: (share: number) => void,
): Promise<Latencies> {
  await closedRate(scene); // everything is compiled, and all tokens are known
  const perSecond = Math.round(SHARE * (await saturatedRate(scene, await closedRate(scene))));
  const paced = { ...scene, perSecond };
  const names = Object.keys(SLICES);
  const found = new Map(names.map((name) => [name, [] as Seen[]]));
  for (let round = -1; round < rounds; round++) {
    // From another slice on in every round; the order stays, so that the issuer's outage and a rotation stay apart.
    const first = (round + names.length) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const seen = await look(name, paced);
      if (round >= 0) found.get(name)!.push(seen); // the first round only warms up
    }
    tell((round + 2) / (rounds + 1));
  }
  return { perSecond, rounds: found };
}

/**
 * The highest steady rate that the server keeps up with. It is less than what it answers to callers who wait for it: those
 * come in crowds, which cost the server less than calls that come one by one.
 */
async function saturatedRate(scene: Omit<Scene, "perSecond">, most: number): Promise<number> {
  for (let share = 1; share > LEAST_SHARE; share -= STEP) {
    const perSecond = share * most;
    const { latencies } = await SLICES["undisturbed"]!({ ...scene, perSecond });
    if (quantile(latencies.slice(latencies.length / 2), 0.5) < KEEPS_UP) return perSecond;
  }
  return LEAST_SHARE * most;
}

/** The rate at which the server answers callers of whom each waits for its answer. */
async function closedRate({ server, callers, milliseconds }: Omit<Scene, "perSecond">): Promise<number> {
  const open = await Promise.all(Array.from({ length: CONNECTIONS }, () => openCaller(server.ports.guarded)));
  const { requests, seconds, statuses } = await sendLoad(open, callers.call, milliseconds);
  for (const caller of open) caller.close();
  if (statuses[200] !== requests) throw new Error(`the API answers ${JSON.stringify(statuses)}`);
  return requests / seconds;
}

async function look(name: string, scene: Scene): Promise<Seen> {
  await scene.server.order("watch");
  const calls: Paced = await SLICES[name]!(scene);
  const held = await scene.server.report();
  expectOnly(calls, 200, name);
  const at = (share: number) => quantile(calls.latencies, share);
  return { ...held, p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}
