import { CachingStore, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { createPostgresSubscriptions } from "@product-auth/postgres";
import { createRedisSubscriptions } from "@product-auth/redis";
import { launchPostgres, launchRedis, MissingServiceError } from "@product-auth/testkit/services";
import { startCpu } from "../measure/cpu.js";
import { measured } from "../measure/ratios.js";
import { figureNames, type Column, type Row, type Table } from "../report/table.js";
import { createSubscriptions } from "../subscriptions/create-subscriptions.js";
import type { Bench, Part } from "./part.js";

const SUBSCRIPTIONS = 2_000;
const HOT = 500;
const IN_FLIGHT = 32;

/** Share of look-ups that the cache answers, with how many are timed in a round. */
const PATTERNS = [
  { hits: "100 %", everyColdOne: Infinity, times: 500_000 },
  { hits: "99 %", everyColdOne: 100, times: 50_000 },
  { hits: "0 %", everyColdOne: 1, times: 5_000 },
] as const;

interface Opened {
  readonly server: { readonly stop: () => Promise<void> };
  readonly store: SubscriptionRepository;
}

const STORES: Readonly<Record<string, () => Promise<Opened>>> = {
  async Redis() {
    const server = await launchRedis();
    return { server, store: createRedisSubscriptions({ url: server.url }) };
  },
  async PostgreSQL() {
    const server = await launchPostgres();
    const store = createPostgresSubscriptions({ connectionString: server.url, timeout: 10_000 });
    await store.migrate();
    return { server, store };
  },
};

const rowOf = (store: string, hits: string) => `${store}, ${hits} from the cache`;

const COLUMNS: readonly Column[] = [
  { title: "look-ups/s", unit: "count", better: "high" },
  { title: "CPU each", unit: "microseconds" },
];

/** Look-ups of subscription keys in Redis and PostgreSQL on this machine, behind the cache of an instance. */
export const storeLookUps: Part = {
  name: "store-look-ups",
  title: "Subscription keys in Redis and PostgreSQL",
  says: "look-ups of subscription keys in Redis and PostgreSQL, behind the cache of an instance",
  seconds: 35,
  secondsAlone: 35,
  figures: () =>
    figureNames(
      "store-look-ups",
      Object.keys(STORES).flatMap((store) => PATTERNS.map(({ hits }) => rowOf(store, hits))),
      COLUMNS,
    ),
  async measure({ quick, tell }) {
    const rows: Row[] = [];
    for (const [at, [name, open]] of Object.entries(STORES).entries()) {
      try {
        const { server, store } = await open();
        const within = (share: number, what: string) => tell((at + share) / 2, `${name}, ${what}`);
        rows.push(...(await measureStore(name, store, quick, within)));
        await store.close?.();
        await server.stop();
      } catch (error) {
        if (!(error instanceof MissingServiceError)) throw error;
        tell((at + 1) / 2, `${name} is left out: ${error.message}`);
      }
    }
    return { tables: [tableOf(rows)] };
  },
};

async function measureStore(
  name: string,
  store: SubscriptionRepository,
  quick: boolean,
  tell: Bench["tell"],
): Promise<Row[]> {
  const digests = await createSubscriptions(store, SUBSCRIPTIONS);
  const rows: Row[] = [];
  for (const [at, { hits, everyColdOne, times }] of PATTERNS.entries()) {
    tell(at / PATTERNS.length, `${hits} from the cache`);
    // Room for the hot ones and some more: a cold one is long forgotten when its turn comes again.
    const cache = new CachingStore(store, { ttl: 3_600_000, max: HOT * 2, clock: Date.now });
    for (const digest of digests.slice(0, HOT)) await cache.findByKeyDigest(digest);
    let cold = 0;
    const next = (i: number) =>
      i % everyColdOne === everyColdOne - 1 || everyColdOne === 1
        ? digests[HOT + (cold++ % (digests.length - HOT))]!
        : digests[i % HOT]!;
    const perSecond: number[] = [];
    const costs: number[] = [];
    const asked = quick ? times / 10 : times;
    for (let round = -1; round < (quick ? 2 : 5); round++) {
      const stop = startCpu();
      const from = performance.now();
      await lookUp(cache, asked, next);
      if (round < 0) continue; // the first round warms up
      perSecond.push((asked * 1000) / (performance.now() - from));
      costs.push(stop() / asked);
    }
    const cells = [measured(perSecond), measured(costs)];
    rows.push({ name: rowOf(name, hits), kind: "ours", cells });
  }
  return rows;
}

/** Looks so many keys up; what is remembered is answered at once, and nothing is awaited for it. */
async function lookUp(cache: CachingStore, times: number, next: (i: number) => string): Promise<void> {
  let asked = 0;
  const caller = async () => {
    while (asked < times) {
      const found = cache.findByKeyDigest(next(asked++));
      if (((found instanceof Promise ? await found : found)?.state ?? "unknown") !== "active")
        throw new Error("a good key was not found");
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, caller));
}

function tableOf(rows: readonly Row[]): Table {
  return {
    name: "store-look-ups",
    title: "Subscription keys in Redis and PostgreSQL",
    about: `Lookups by the digest of a key, ${IN_FLIGHT} in flight, servers on the same machine: lookups per second, and this process's CPU per lookup.`,
    of: "store",
    columns: COLUMNS,
    rows,
  };
}
