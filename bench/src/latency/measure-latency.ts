import { sendPaced, type Paced } from "../load/send-paced.js";
import { quantile } from "../measure/median.js";
import type { Held } from "./latency-server.js";
import { BARE, CONNECTIONS, DISTURBED, expectOnly, SLICES, type Scene } from "./slices.js";

/** Share of the time for which the server's processor is busy when latency is measured. */
export const SHARE = 0.7;

/** More calls a second than any of the servers answers, and how many of them in milliseconds of their pace. */
const TOO_MANY = 100_000;
const MUCH = 300;
/** Steps of the rate, as shares of the most that the server answers. */
const STEP = 0.1;
/** Shorter slices, which only warm up. */
const WARM_UP = 500;

/** One slice: latencies in milliseconds, and what held the event loop. */
export interface Seen extends Held {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** What was seen slice by slice. */
export interface Latencies {
  readonly perSecond: number;
  /** The rate at which callers are answered who wait for their answers. */
  readonly most: number;
  readonly slices: ReadonlyMap<string, readonly Seen[]>;
}

/** The slices of a round: each disturbed one after an undisturbed one, from another one on in every round. */
function slicesOf(round: number): readonly string[] {
  const first = round % DISTURBED.length;
  const inTurn = [...DISTURBED.slice(first), ...DISTURBED.slice(0, first)];
  return [...inTurn.flatMap((name) => ["undisturbed", name]), ...BARE];
}

/** Finds the rate, and measures all slices at it, round by round. */
export async function measureLatency(
  scene: Omit<Scene, "perSecond">,
  rounds: number,
  tell: (share: number) => void,
): Promise<Latencies> {
  for (let i = 0; i < 4; i++) await crowdedRate(scene); // everything is compiled, and all tokens are known
  const most = await crowdedRate(scene);
  const paced = { ...scene, perSecond: Math.round(await rateAt(SHARE, scene, most)) };
  for (const name of slicesOf(0)) await look(name, { ...paced, milliseconds: WARM_UP });
  const slices = new Map(Object.keys(SLICES).map((name) => [name, [] as Seen[]]));
  for (let round = 0; round < rounds; round++) {
    tell((round + 1) / (rounds + 1));
    for (const name of slicesOf(round)) slices.get(name)!.push(await look(name, paced));
  }
  return { perSecond: paced.perSecond, most, slices };
}

/**
 * The rate at which the processor is busy for that share of the time. It is less than the same share of `most`, the rate at
 * which callers are answered who wait for it: those come in crowds, which cost less than calls that come one by one.
 */
async function rateAt(busy: number, scene: Omit<Scene, "perSecond">, most: number): Promise<number> {
  let lower = { perSecond: 0, busy: 0 };
  for (let share = STEP; share < 1; share += STEP) {
    const perSecond = share * most;
    const upper = { perSecond, ...(await look("undisturbed", { ...scene, perSecond })) };
    if (upper.busy >= busy) {
      const part = (busy - lower.busy) / (upper.busy - lower.busy);
      return lower.perSecond + part * (perSecond - lower.perSecond);
    }
    lower = upper;
  }
  return lower.perSecond;
}

/** The rate at which the server answers callers of whom each waits for its answer. */
async function crowdedRate({ server, callers }: Omit<Scene, "perSecond">): Promise<number> {
  const pace = { perSecond: TOO_MANY, milliseconds: MUCH, connections: CONNECTIONS, awake: true };
  const from = performance.now();
  const calls = await sendPaced(server.ports.guarded, callers.call, pace);
  expectOnly(calls, 200, "callers who wait");
  return (calls.requests / (performance.now() - from)) * 1_000;
}

async function look(name: string, scene: Scene): Promise<Seen> {
  await scene.server.order("watch");
  const calls: Paced = await SLICES[name]!(scene);
  const held = await scene.server.report();
  expectOnly(calls, 200, name);
  const sorted = calls.latencies.sort();
  const at = (share: number) => quantile(sorted, share);
  return { ...held, p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}
