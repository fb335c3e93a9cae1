import { setTimeout as wait } from "node:timers/promises";
import { pin } from "../http/pin.js";
import type { Table } from "../report/table.js";
import { besideCalls, CALLS_PER_SECOND, LATENCY_COLUMNS, latencyRows, type Beside } from "./beside-calls.js";
import { startApi, type RunningApi } from "./start-api.js";
import { pickAt, Visitor } from "./visitor.js";

const API_CORE = 0;
const CALLER_CORE = 1;
/** 50 a minute. */
const GAP = 1_200;

/** What sign-ins at the portal do to the calls of the API in the same process. */
export async function signIns(quick: boolean, tell: (share: number) => void): Promise<Table> {
  pin(process.pid, CALLER_CORE);
  const api = await startApi(API_CORE);
  try {
    const rounds = quick ? 1 : 6;
    const milliseconds = quick ? 3_000 : 12_000;
    const seen = await besideCalls(api, { rounds, milliseconds }, (lasts) => signInFor(api, lasts), tell);
    return tableOf(seen);
  } finally {
    api.stop();
  }
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

const tableOf = ({ idle, busy }: Beside): Table => ({
  name: "portal-sign-ins",
  title: "Latency of the API during 50 sign-ins a minute",
  about: `Latency of ${CALLS_PER_SECOND} calls a second with a subscription key on Express, without sign-ins and with 50 a minute at the portal in the same process: from \`/signin\` by the issuer and back to the home page. The issuer runs in another process. Rounds with and without sign-ins alternate.`,
  of: "portal",
  columns: LATENCY_COLUMNS,
  rows: latencyRows("50 sign-ins a minute", { idle, busy }, 1.1),
});
