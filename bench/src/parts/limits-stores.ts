import { once } from "node:events";
import { connect } from "node:net";
import {
  GuardedCounters,
  type Counter,
  type CounterKind,
  type CounterStore,
} from "@product-auth/core/counters";
import { createPostgresCounters } from "@product-auth/postgres";
import { createRedisCounters } from "@product-auth/redis";
import { launchPostgres, launchRedis, MissingServiceError } from "@product-auth/testkit/services";
import { PERIOD } from "../counters/counting.js";
import { startCpu } from "../measure/cpu.js";
import { median } from "../measure/median.js";
import { measured } from "../measure/ratios.js";
import { rawVerify } from "../measure/raw-verify.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import { figureNames, type Column, type Row, type Table } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import { keyOf } from "./limits.js";
import type { Part } from "./part.js";

const CALLERS = 1_000;
const IN_FLIGHT = 32;
const WEIGHED = 2_000;

interface Opened {
  readonly server: { readonly url: string; readonly stop: () => Promise<void> };
  readonly store: CounterStore;
}

const STORES: Readonly<Record<string, { readonly calls: number; readonly open: () => Promise<Opened> }>> = {
  Redis: {
    calls: 10_000,
    async open() {
      const server = await launchRedis();
      return { server, store: createRedisCounters({ url: server.url }) };
    },
  },
  PostgreSQL: {
    calls: 2_000,
    async open() {
      const server = await launchPostgres();
      const store = createPostgresCounters({ connectionString: server.url, timeout: 10_000 });
      await store.migrate();
      return { server, store };
    },
  },
};

const LIMITS = [
  { title: "one limit", kinds: ["token-bucket"] },
  { title: "three limits", kinds: ["token-bucket", "fixed-window", "fixed-window"] },
] as const satisfies readonly { title: string; kinds: readonly CounterKind[] }[];

const WEIGHTS: readonly { readonly title: string; readonly kind: CounterKind; readonly calls: number }[] = [
  { title: "sliding window, 1 call", kind: "sliding-window", calls: 1 },
  { title: "sliding window, 20 calls", kind: "sliding-window", calls: 20 },
  { title: "sliding window, 100 calls", kind: "sliding-window", calls: 100 },
  { title: "token bucket", kind: "token-bucket", calls: 1 },
  { title: "fixed window", kind: "fixed-window", calls: 1 },
];

const COLUMNS: readonly Column[] = [
  { title: "calls/s", unit: "count", better: "high" },
  { title: "CPU each", unit: "V" },
];
const WEIGHT_COLUMNS: readonly Column[] = [{ title: "memory of Redis", unit: "bytes" }];

/** Counting in Redis and PostgreSQL on this machine, and what counters take in Redis. */
export const limitsStores: Part = {
  name: "limits-stores",
  title: "Counters in Redis and PostgreSQL",
  says: "calls counted in Redis and PostgreSQL, and bytes of a counter in Redis",
  seconds: 40,
  secondsAlone: 40,
  figures: () => [
    ...figureNames(
      "limits-stores",
      Object.keys(STORES).flatMap((store) => LIMITS.map(({ title }) => `${store}, ${title}`)),
      COLUMNS,
    ),
    ...figureNames(
      "limits-redis-memory",
      WEIGHTS.map(({ title }) => title),
      WEIGHT_COLUMNS,
    ),
  ],
  async measure({ world, quick, tell }) {
    const raw = rawVerify(readTokens(world), (await fetchKeys(world)).publicKey);
    const rounds = quick ? 2 : 5;
    const rows: Row[] = [];
    const weights: Row[] = [];
    const units: number[] = [];
    for (const [at, [name, { calls, open }]] of Object.entries(STORES).entries()) {
      tell(at / 2, name);
      try {
        const { server, store } = await open();
        const counters = guarded(store);
        for (const { title, kinds } of LIMITS) {
          const unit = await raw.cost(2_000);
          units.push(unit);
          const asked = quick ? calls / 10 : calls;
          const { perSecond, costs } = await measureCalls(counters, kinds, asked, rounds);
          const cpu = measured(costs.map((cost) => cost / unit));
          const isOfRedis = name === "Redis" && kinds.length === 3;
          rows.push({
            name: `${name}, ${title}`,
            kind: "ours",
            cells: [measured(perSecond), { ...cpu, ...(isOfRedis && { target: { atMost: 4 } }) }],
          });
        }
        if (name === "Redis")
          for (const { title, kind, calls: each } of WEIGHTS) {
            const value = await weigh(server.url, store, kind, each, quick ? WEIGHED / 10 : WEIGHED);
            weights.push({ name: title, kind: "ours", cells: [{ value }] });
          }
        await counters.close();
        await server.stop();
      } catch (error) {
        if (!(error instanceof MissingServiceError)) throw error;
        tell((at + 1) / 2, `${name} is left out: ${error.message}`);
      }
    }
    return {
      tables: [callTable(rows), ...(weights.length > 0 ? [weightTable(weights)] : [])],
      v: median(units),
    };
  },
};

const guarded = (store: CounterStore) =>
  new GuardedCounters({
    store,
    timeout: 5_000,
    onStoreFailure: "local",
    onChange({ state, cause }) {
      throw new Error(`the store is ${state}: ${cause}`);
    },
    clock: () => Date.now(),
  });

const counterOf = (key: string, kind: CounterKind, period = PERIOD): Counter => ({
  key,
  kind,
  limit: 1_000_000,
  amount: 1,
  period,
  anchor: 0,
  isMadeUp: false,
});

async function measureCalls(
  counters: GuardedCounters,
  kinds: readonly CounterKind[],
  calls: number,
  rounds: number,
): Promise<{ perSecond: number[]; costs: number[] }> {
  const perSecond: number[] = [];
  const costs: number[] = [];
  for (let round = -1; round < rounds; round++) {
    let left = calls;
    const caller = async () => {
      while (left-- > 0) {
        const asked = kinds.map((kind, i) => counterOf(`${i}${keyOf(left % CALLERS)}`, kind));
        const taken = await counters.take(asked, Date.now());
        if (typeof taken === "string" || !("used" in taken)) throw new Error("a call with room was refused");
      }
    };
    const stop = startCpu();
    const from = performance.now();
    await Promise.all(Array.from({ length: IN_FLIGHT }, caller));
    if (round < 0) continue; // the first round warms up
    perSecond.push((calls * 1_000) / (performance.now() - from));
    costs.push(stop() / calls);
  }
  return { perSecond, costs };
}

/** Bytes that Redis takes for one counter, its key of 40 characters and its entry included. */
async function weigh(
  url: string,
  store: CounterStore,
  kind: CounterKind,
  calls: number,
  counters: number,
): Promise<number> {
  const before = await usedMemory(url);
  for (let i = 0; i < counters; i += IN_FLIGHT)
    await Promise.all(
      Array.from({ length: Math.min(IN_FLIGHT, counters - i) }, async (_, at) => {
        const counter = {
          ...counterOf(`${kind}${calls}${keyOf(i + at)}`.slice(-40), kind, 3_600_000),
          limit: 1_000,
        };
        for (let call = 0; call < calls; call++) await store.add([counter], 0);
      }),
    );
  const bytes = ((await usedMemory(url)) - before) / counters;
  const keys = Array.from({ length: counters }, (_, i) => `${kind}${calls}${keyOf(i)}`.slice(-40));
  await store.reset(keys);
  return bytes;
}

async function usedMemory(url: string): Promise<number> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end("INFO memory\r\nQUIT\r\n");
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, "close");
  return Number(/used_memory:(\d+)/.exec(text)![1]);
}

function callTable(rows: readonly Row[]): Table {
  return {
    name: "limits-stores",
    title: "Calls counted in Redis and PostgreSQL",
    about: `${IN_FLIGHT} calls in flight by ${CALLERS.toLocaleString("en")} callers, servers on the same machine: calls per second, and this process's CPU for each call in units of one raw \`crypto.verify\` (V). A call is one round trip, whatever the number of its limits; this process counts as well.`,
    of: "store",
    columns: COLUMNS,
    rows,
  };
}

function weightTable(rows: readonly Row[]): Table {
  return {
    name: "limits-redis-memory",
    title: "Memory of one counter in Redis",
    about: "Growth of `used_memory` for each counter, with a key of 40 characters and the default prefix.",
    of: "counter",
    columns: WEIGHT_COLUMNS,
    rows,
  };
}
