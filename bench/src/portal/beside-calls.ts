import { sendPaced } from "../load/send-paced.js";
import { quantile } from "../measure/median.js";
import { measured } from "../measure/ratios.js";
import type { Column, Row } from "../report/table.js";
import type { ApiMessage } from "./start-api.js";

/** Calls of the API each second, while latency is measured. */
export const CALLS_PER_SECOND = 200;
const CONNECTIONS = 20;

/** The latency of the API's calls in one round. */
export interface Seen {
  readonly p99: number;
  readonly p50: number;
}

/** Rounds without and with work at the portal. */
export interface Beside {
  readonly idle: readonly Seen[];
  readonly busy: readonly Seen[];
}

/** An API that answers calls with a subscription key. */
export type CalledApi = ApiMessage & { readonly port: number };

/** The latency of calls without and with some work at the portal in the same process. The rounds alternate. */
export async function besideCalls(
  api: CalledApi,
  { rounds, milliseconds }: { readonly rounds: number; readonly milliseconds: number },
  work: (milliseconds: number) => Promise<unknown>,
  tell: (share: number) => void,
): Promise<Beside> {
  const seen = { idle: [] as Seen[], busy: [] as Seen[] };
  await look(api, 2_000, work); // everything is compiled, the issuer's keys are known
  for (let round = 0; round < rounds; round++) {
    for (const kind of round % 2 === 0 ? (["idle", "busy"] as const) : (["busy", "idle"] as const))
      seen[kind].push(await look(api, milliseconds, kind === "busy" ? work : undefined));
    tell((round + 1) / rounds);
  }
  return seen;
}

async function look(
  api: CalledApi,
  milliseconds: number,
  work?: (milliseconds: number) => Promise<unknown>,
): Promise<Seen> {
  const call = callOf(api);
  const load = { perSecond: CALLS_PER_SECOND, connections: CONNECTIONS, milliseconds };
  const calling = sendPaced(api.port, () => call, load);
  await work?.(milliseconds);
  const { latencies } = await calling;
  return { p99: quantile(latencies, 0.99), p50: quantile(latencies, 0.5) };
}

/** A call with a subscription key, as bytes. */
export const callOf = ({ key }: CalledApi): Buffer =>
  Buffer.from(`GET /orders HTTP/1.1\r\nHost: 127.0.0.1\r\nOcp-Apim-Subscription-Key: ${key}\r\n\r\n`);

export const LATENCY_COLUMNS: readonly Column[] = [
  { title: "p99 against idle", unit: "times" },
  { title: "p99", unit: "milliseconds" },
  { title: "median", unit: "milliseconds" },
];

/** The rows of both. `atMost`: of the p99, in units of that without work. */
export function latencyRows(name: string, { idle, busy }: Beside, atMost: number): readonly Row[] {
  const p99 = (seen: readonly Seen[]) => measured(seen.map((each) => each.p99));
  const p50 = (seen: readonly Seen[]) => measured(seen.map((each) => each.p50));
  const ratio = measured(busy.map((each, round) => each.p99 / idle[round]!.p99));
  return [
    { name: "idle", kind: "baseline", cells: [{ value: 1 }, p99(idle), p50(idle)] },
    { name, kind: "ours", cells: [{ ...ratio, target: { atMost } }, p99(busy), p50(busy)] },
  ];
}
