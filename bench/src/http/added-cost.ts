import { median } from "../measure/median.js";
import { settled, type Measured } from "../measure/ratios.js";
import type { Contender, Length } from "../measure/rounds.js";
import type { RunningContender } from "./contender.js";
import type { Driven } from "./drive.js";
import type { FlowName } from "./flows.js";

/** Connections of a drive; more make asynchronous guards no cheaper. */
const CONNECTIONS = 16;

/** Signature checks that give V once. */
const RAW_CHECKS = 300;

/** What a contender's guard costs, in V: beyond the bare framework in the same process, and with it. */
export interface AddedCost {
  readonly added: Measured;
  readonly whole: Measured;
}

/** Milliseconds after which everything is compiled that ever will be. */
const WARM = 1_500;

/** Lets a process compile its code, and those that remember see every token once. */
export async function warmUp(contender: RunningContender, flow: FlowName, requests: number): Promise<void> {
  const some = Math.min(requests, 1_000);
  for (const side of ["guarded", "bare"] as const) {
    const until = performance.now() + WARM;
    for (let sent = 0; sent < requests && performance.now() < until; sent += some)
      await contender.ask("drive", { side, flow, requests: some, connections: CONNECTIONS });
  }
}

/** Pairs of short drives between two measurements of V. */
const PAIRS = 12;

/** Requests that show how many fit into a drive. */
const FIRST_TRY = 400;

/**
 * Measures one contender after the other: pairs of short drives, the bare framework of its own process and the guarded
 * one, without a pause. Under Node 20, V8 forgets what Express's requests look like at each collection of the whole heap,
 * or while a process waits, and the server that is driven next pays for it: in longer drives, with pauses, two bare
 * servers differed by 0.1 to 0.5 V for minutes. No server at work waits like that.
 */
export async function addedCosts(
  running: readonly RunningContender[],
  flow: FlowName,
  raw: Contender,
  { rounds, milliseconds, tell }: Length,
  expect: (driven: Driven, who: string) => void,
): Promise<{ costs: ReadonlyMap<string, AddedCost>; units: readonly number[] }> {
  const costs = new Map<string, AddedCost>();
  const units: number[] = [];
  for (const contender of running) {
    const compare = (requests: number, pairs: number) =>
      contender.ask("compare", { flow, requests, pairs, connections: CONNECTIONS });
    const first = await compare(FIRST_TRY, 2);
    const requests = Math.max(Math.round((milliseconds * 1000) / median(first.guarded)), CONNECTIONS);
    const found = { added: [] as number[], whole: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const unit = await raw.cost(RAW_CHECKS);
      const { bare, guarded, driven } = await compare(requests, PAIRS);
      for (const each of driven) expect(each, contender.name);
      found.added.push(...guarded.map((cost, pair) => (cost - bare[pair]!) / unit));
      found.whole.push(...guarded.map((cost) => cost / unit));
      units.push(unit);
      tell?.(costs.size + (round + 1) / rounds, running.length);
    }
    costs.set(contender.name, { added: settled(found.added), whole: settled(found.whole) });
  }
  return { costs, units };
}
