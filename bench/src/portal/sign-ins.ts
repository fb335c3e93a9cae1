import { setTimeout as wait } from "node:timers/promises";
import { pin } from "../http/pin.js";
import { sendPaced } from "../load/send-paced.js";
import { quantile } from "../measure/median.js";
import { measured } from "../measure/ratios.js";
import type { Column, Table } from "../report/table.js";
import { startApi, type RunningApi } from "./start-api.js";
import { pickAt, Visitor } from "./visitor.js";

const API_CORE = 0;
const CALLER_CORE = 1;
const CALLS_PER_SECOND = 200;
const CONNECTIONS = 20;
/** 50 a minute. */
const GAP = 1_200;

const COLUMNS: readonly Column[] = [
  { title: "p99 against idle", unit: "times" },
  { title: "p99", unit: "milliseconds" },
  { title: "median", unit: "milliseconds" },
];

interface Seen {
  readonly p99: number;
  readonly p50: number;
}

/** What sign-ins at the portal do to the calls of the API in the same process. */
export async function signIns(quick: boolean, tell: (share: number) => void): Promise<Table> {
  pin(process.pid, CALLER_CORE);
  const api = await startApi(API_CORE);
  try {
    const rounds = quick ? 1 : 6;
    const milliseconds = quick ? 3_000 : 12_000;
    const idle: Seen[] = [];
    const busy: Seen[] = [];
    await look(api, 2_000, true); // everything is compiled, the issuer's keys are known
    for (let round = 0; round < rounds; round++) {
      for (const isBusy of round % 2 === 0 ? [false, true] : [true, false])
        (isBusy ? busy : idle).push(await look(api, milliseconds, isBusy));
      tell((round + 1) / rounds);
    }
    return tableOf(idle, busy);
  } finally {
    api.stop();
  }
}

async function look(api: RunningApi, milliseconds: number, withSignIns: boolean): Promise<Seen> {
  const call = Buffer.from(
    `GET /orders HTTP/1.1\r\nHost: 127.0.0.1\r\nOcp-Apim-Subscription-Key: ${api.key}\r\n\r\n`,
  );
  const load = { perSecond: CALLS_PER_SECOND, connections: CONNECTIONS, milliseconds };
  const calling = sendPaced(api.port, () => call, load);
  if (withSignIns) await signInFor(api, milliseconds);
  const { latencies } = await calling;
  return { p99: quantile(latencies, 0.99), p50: quantile(latencies, 0.5) };
}

/** People who sign in one after the other, each with a browser that has no cookies. */
async function signInFor({ portal }: RunningApi, milliseconds: number): Promise<void> {
  const under: Promise<void>[] = [];
  for (let at = 0; at < milliseconds; at += GAP) {
    under.push(new Visitor(portal).signIn(pickAt("adele")));
    await wait(Math.min(GAP, milliseconds - at));
  }
  await Promise.all(under);
}

function tableOf(idle: readonly Seen[], busy: readonly Seen[]): Table {
  const p99 = (seen: readonly Seen[]) => measured(seen.map((each) => each.p99));
  const p50 = (seen: readonly Seen[]) => measured(seen.map((each) => each.p50));
  const ratio = measured(busy.map((each, round) => each.p99 / idle[round]!.p99));
  return {
    name: "portal-sign-ins",
    title: "Latency of the API during 50 sign-ins a minute",
    about: `Latency of ${CALLS_PER_SECOND} calls a second with a subscription key on Express, without sign-ins and with 50 a minute at the portal in the same process: from \`/signin\` by the issuer and back to the home page. The issuer runs in another process. Rounds with and without sign-ins alternate.`,
    of: "portal",
    columns: COLUMNS,
    rows: [
      { name: "idle", kind: "baseline", cells: [{ value: 1 }, p99(idle), p50(idle)] },
      {
        name: "50 sign-ins a minute",
        kind: "ours",
        cells: [{ ...ratio, target: { atMost: 1.1 } }, p99(busy), p50(busy)],
      },
    ],
  };
}
