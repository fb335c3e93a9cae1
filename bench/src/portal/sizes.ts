import { Agent, get } from "node:http";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { createPostgresRecords, createPostgresSubscriptions } from "@product-auth/postgres";
import { launchPostgres, MissingServiceError } from "@product-auth/testkit/services";
import pg from "pg";
import { quantile } from "../measure/median.js";
import type { Cell, Column, Row, Table } from "../report/table.js";
import { APPLICATIONS, EVENTS, SUBSCRIPTIONS, USERS, WAITING } from "./fill-stores.js";
import { APIS } from "./sized-catalog.js";
import { sizedPages, type SizedPage } from "./sized-pages.js";
import { startSizedPortal, type SizedPortal, type SizedStores } from "./sized-portal.js";

const MOST = { memory: 5, PostgreSQL: 15 };

const COLUMNS: readonly Column[] = [
  { title: "memory, p95", unit: "milliseconds" },
  { title: "memory, median", unit: "milliseconds" },
  { title: "PostgreSQL, p95", unit: "milliseconds" },
  { title: "PostgreSQL, median", unit: "milliseconds" },
];

/** Milliseconds of every answer, by the name of the page. */
type Times = ReadonlyMap<string, readonly number[]>;

/** How long the pages of a portal with many users take, with its data in memory and in PostgreSQL. */
export async function sizes(quick: boolean, tell: (share: number, what: string) => void): Promise<Table> {
  const times = quick ? 20 : 200;
  const stores = { records: new MemoryRecordRepository(), repository: new MemorySubscriptionRepository() };
  const inMemory = await timesOver(stores, times, (share) => tell(share / 3, "pages over memory"));
  const inPostgres = await overPostgres(times, (share) => tell((1 + 2 * share) / 3, "pages over PostgreSQL"));
  const rows = [...inMemory].map(([name, taken]): Row => ({
    name,
    kind: "ours",
    cells: [...cellsOf(taken, MOST.memory), ...cellsOf(inPostgres?.get(name), MOST.PostgreSQL)],
  }));
  return tableOf(rows, times);
}

/** Undefined without PostgreSQL on this machine. */
async function overPostgres(times: number, tell: (share: number) => void): Promise<Times | undefined> {
  try {
    const server = await launchPostgres();
    const pool = new pg.Pool({ connectionString: server.url });
    const options = { pool, timeout: 10_000 };
    const [records, repository] = [createPostgresRecords(options), createPostgresSubscriptions(options)];
    await records.migrate();
    // A database that has run for a minute has done so by itself.
    const filled = () => pool.query("ANALYZE");
    const taken = await timesOver({ records, repository, filled }, times, tell);
    await records.close();
    await repository.close();
    await pool.end();
    await server.stop();
    return taken;
  } catch (error) {
    if (error instanceof MissingServiceError) return undefined;
    throw error;
  }
}

async function timesOver(stores: SizedStores, times: number, tell: (share: number) => void): Promise<Times> {
  const portal = await startSizedPortal(stores);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const pages = Object.entries(sizedPages(portal.ids));
    const taken = new Map<string, readonly number[]>();
    // All pages in turn, until what they have in common is compiled.
    for (let i = 0; i < times / 4; i++)
      for (const [, page] of pages) await timesOf(page, portal, { agent, times: 1 });
    for (const [at, [name, page]] of pages.entries()) {
      await timesOf(page, portal, { agent, times: times / 4 });
      taken.set(name, await timesOf(page, portal, { agent, times }));
      tell((at + 1) / pages.length);
    }
    return taken;
  } finally {
    agent.destroy();
    await portal.close();
  }
}

async function timesOf(
  { path, who, isJson = false }: SizedPage,
  { visitors }: SizedPortal,
  { agent, times }: { readonly agent: Agent; readonly times: number },
): Promise<readonly number[]> {
  const { url, headers } = visitors[who].request(path);
  const sent = {
    ...Object.fromEntries(headers),
    accept: isJson ? "application/json" : "text/html",
  };
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const from = performance.now();
    const status = await answered(url, sent, agent);
    if (status !== 200) throw new Error(`${path} answers ${status}`);
    taken.push(performance.now() - from);
  }
  return taken;
}

/** The status of an answer whose body has come. */
function answered(url: string, headers: Record<string, string>, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent }, (response) =>
      response
        .resume()
        .once("end", () => resolve(response.statusCode))
        .once("error", reject),
    ).once("error", reject);
  });
}

const cellsOf = (taken: readonly number[] | undefined, atMost: number): readonly (Cell | undefined)[] =>
  taken === undefined
    ? [undefined, undefined]
    : [{ value: quantile(taken, 0.95), target: { atMost } }, { value: quantile(taken, 0.5) }];

const words = (count: number): string => count.toLocaleString("en");

const tableOf = (rows: readonly Row[], times: number): Table => ({
  name: "portal-sizes",
  title: "Time of a page with many users",
  about: `A portal with ${words(USERS)} users, ${words(SUBSCRIPTIONS)} subscriptions (${WAITING} wait for approval), ${APPLICATIONS} applications, ${words(EVENTS)} events of the audit and ${APIS} APIs with 1,000 operations: from the request to the end of the answer over a connection that stays open, on Express, one visitor at a time, ${times} times each page. The data is in memory, then in a PostgreSQL on the same machine; the caller is in the same process.`,
  of: "page",
  columns: COLUMNS,
  rows,
});
