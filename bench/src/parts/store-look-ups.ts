import { CachingStore, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { createPostgresSubscriptions } from "@product-auth/postgres";
import { createRedisSubscriptions } from "@product-auth/redis";
import { launchPostgres, launchRedis, MissingServiceError } from "@product-auth/testkit/services";
import { startCpu } from "../measure/cpu.js";
import { measured } from "../measure/ratios.js";
import { figureNames, type Column, type Row, type Table } from "../report/table.js";
import { timeLookUps } from "../subscriptions/look-up-times.js";
import { listening, pushChanges, type PushedChanges } from "../subscriptions/pushed-changes.js";
import { createSubscriptions } from "../subscriptions/create-subscriptions.js";
import type { Bench, Part } from "./part.js";

const SUBSCRIPTIONS = 2_000;
const HOT = 500;
const CHANGED = 10_000;
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
  /** Connections of another process to the same store. */
  readonly another: () => SubscriptionRepository;
}

const STORES: Readonly<Record<string, () => Promise<Opened>>> = {
  async Redis() {
    const server = await launchRedis();
    const another = () => createRedisSubscriptions({ url: server.url });
    return { server, store: another(), another };
  },
  async PostgreSQL() {
    const server = await launchPostgres();
    const another = () => createPostgresSubscriptions({ connectionString: server.url, timeout: 10_000 });
    const store = another();
    await store.migrate();
    return { server, store, another };
  },
};

const rowOf = (store: string, hits: string) => `${store}, ${hits} from the cache`;

const COLUMNS: readonly Column[] = [
  { title: "look-ups/s", unit: "count", better: "high" },
  { title: "CPU each", unit: "microseconds" },
];

const CHANGES: readonly Column[] = [
  { title: "first look-up", unit: "microseconds" },
  { title: "look-up from the cache, CPU", unit: "microseconds" },
  { title: "10,000 changes, until another process has dropped them", unit: "milliseconds" },
  { title: "the last one, after it is written", unit: "milliseconds" },
];

/** Look-ups of subscription keys in Redis and PostgreSQL on this machine, behind the cache of an instance. */
export const storeLookUps: Part = {
  name: "store-look-ups",
  title: "Subscription keys in Redis and PostgreSQL",
  says: "look-ups of subscription keys in Redis and PostgreSQL, behind the cache of an instance",
  seconds: 50,
  secondsAlone: 50,
  figures: () => [
    ...figureNames(
      "store-look-ups",
      Object.keys(STORES).flatMap((store) => PATTERNS.map(({ hits }) => rowOf(store, hits))),
      COLUMNS,
    ),
    ...figureNames("store-changes", Object.keys(STORES), CHANGES),
  ],
  async measure({ quick, tell }) {
    const rows: Row[] = [];
    const changes: Row[] = [];
    for (const [at, [name, open]] of Object.entries(STORES).entries()) {
      try {
        const { server, store, another } = await open();
        const within = (share: number, what: string) => tell((at + share) / 2, `${name}, ${what}`);
        rows.push(...(await measureStore(name, store, quick, within)));
        within(0.9, "changes");
        changes.push(await measureChanges(name, store, another(), quick));
        await store.close?.();
        await server.stop();
      } catch (error) {
        if (!(error instanceof MissingServiceError)) throw error;
        tell((at + 1) / 2, `${name} is left out: ${error.message}`);
      }
    }
    return { tables: [tableOf(rows), changesTable(changes)] };
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

async function measureChanges(
  name: string,
  store: SubscriptionRepository,
  reader: SubscriptionRepository,
  quick: boolean,
): Promise<Row> {
  await listening(reader);
  const { first, hit } = await timeLookUps(reader);
  const pushes: PushedChanges[] = [];
  for (let changed = 0; changed < (quick ? SUBSCRIPTIONS : CHANGED); changed += SUBSCRIPTIONS)
    pushes.push(await pushChanges(store, reader));
  await reader.close?.();
  const untilDropped = pushes.map((push) => (push.untilDropped * CHANGED) / SUBSCRIPTIONS);
  const cells = [first, hit, measured(untilDropped), measured(pushes.map(({ afterLast }) => afterLast))];
  return { name, kind: "ours", cells };
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

function changesTable(rows: readonly Row[]): Table {
  return {
    name: "store-changes",
    title: "Changes in Redis and PostgreSQL",
    about: `A key that no cache knows, one look-up at a time, and the same key again; then every subscription of ${SUBSCRIPTIONS.toLocaleString("en")} changes, ${IN_FLIGHT} at a time, while another connection listens for a cache with all of their keys: the time for 10,000 changes until the cache has dropped every result, and what of it is left when the last change is written.`,
    of: "store",
    columns: CHANGES,
    rows,
  };
}
