import { added, measured, type Measured } from "../measure/ratios.js";
import type { Contender } from "../measure/rounds.js";
import type { RunningContender } from "./contender.js";
import type { Driven } from "./drive.js";
import type { FlowName } from "./flows.js";
import type { Side } from "./orders.js";

/** Connections of a drive; more make asynchronous guards no cheaper. */
const CONNECTIONS = 16;

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

/** Measures contenders round by round, the bare framework of its own process beside each. */
export async function addedCosts(
  running: readonly RunningContender[],
  flow: FlowName,
  raw: Contender,
  measure: (contenders: readonly Contender[]) => Promise<Map<string, readonly number[]>>,
  expect: (driven: Driven, who: string) => void,
): Promise<{ costs: ReadonlyMap<string, AddedCost>; units: readonly number[] }> {
  const sides = running.flatMap((contender) => [
    remote(contender, "bare", flow, () => undefined),
    remote(contender, "guarded", flow, expect),
  ]);
  const samples = await measure([raw, ...sides]);
  const units = samples.get(raw.name)!;
  const costs = new Map(
    running.map(({ name }) => {
      const guarded = samples.get(`${name}/guarded`)!;
      return [
        name,
        {
          added: added(guarded, samples.get(`${name}/bare`)!, units),
          whole: measured(guarded.map((cost, round) => cost / units[round]!)),
        },
      ];
    }),
  );
  return { costs, units };
}

function remote(
  contender: RunningContender,
  side: Side,
  flow: FlowName,
  expect: (driven: Driven, who: string) => void,
): Contender {
  return {
    name: `${contender.name}/${side}`,
    async cost(requests) {
      const driven = await contender.ask("drive", { side, flow, requests, connections: CONNECTIONS });
      expect(driven, contender.name);
      return driven.cpu;
    },
  };
}
