import {
  administerSubscriptions,
  CachingStore,
  digestKey,
  type SubscriptionRepository,
} from "@product-auth/core";
import { createPostgresSubscriptions } from "@product-auth/postgres";
import { createRedisSubscriptions } from "@product-auth/redis";
import { launchPostgres, launchRedis, MissingServiceError } from "@product-auth/testkit/services";

const SUBSCRIPTIONS = 2_000;
const HOT = 500;
const IN_FLIGHT = 32;
const ROUNDS = 5;

/** Share of look-ups that the cache answers, with how many are timed in a round. */
const PATTERNS = [
  { hits: "100 %", everyColdOne: Infinity, times: 1_000_000 },
  { hits: "99 %", everyColdOne: 100, times: 100_000 },
  { hits: "0 %", everyColdOne: 1, times: 10_000 },
] as const;

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

interface Opened {
  readonly server: { readonly stop: () => Promise<void> };
  readonly store: SubscriptionRepository;
}

/** Look-ups of subscription keys in Redis and PostgreSQL on this machine, behind the cache of an instance. */
export async function storeLookUps(): Promise<void> {
  console.log(`look-ups by key digest, ${IN_FLIGHT} in flight, CPU of this process, Node ${process.version}`);
  for (const [name, open] of Object.entries(STORES)) {
    try {
      await measure(name, await open());
    } catch (error) {
      if (!(error instanceof MissingServiceError)) throw error;
      console.log(`  ${name}: skipped. ${error.message}`);
    }
  }
}

async function measure(name: string, { server, store }: Opened): Promise<void> {
  const digests = await fill(store);
  for (const { hits, everyColdOne, times } of PATTERNS) {
    const samples: { perSecond: number; cpu: number }[] = [];
    // Room for the hot ones and some more: a cold one is long forgotten when its turn comes again.
    const cache = new CachingStore(store, { ttl: 3_600_000, max: HOT * 2, clock: Date.now });
    for (const digest of digests.slice(0, HOT)) await cache.findByKeyDigest(digest);
    let cold = 0;
    const next = (i: number) =>
      i % everyColdOne === everyColdOne - 1 || everyColdOne === 1
        ? digests[HOT + (cold++ % (digests.length - HOT))]!
        : digests[i % HOT]!;
    for (let round = -1; round < ROUNDS; round++) {
      const cpuBefore = process.cpuUsage();
      const before = performance.now();
      await lookUp(cache, times, next);
      const seconds = (performance.now() - before) / 1000;
      const { user, system } = process.cpuUsage(cpuBefore);
      if (round >= 0) samples.push({ perSecond: times / seconds, cpu: (user + system) / times }); // the first warms up
    }
    const [perSecond, cpu] = (["perSecond", "cpu"] as const).map((what) =>
      median(samples.map((one) => one[what])),
    );
    console.log(
      `  ${name.padEnd(10)} ${hits.padStart(6)} from the cache: ` +
        `${Math.round(perSecond!).toLocaleString("en").padStart(10)} look-ups/s, ${cpu!.toFixed(2).padStart(7)} µs each`,
    );
  }
  await store.close?.();
  await server.stop();
}

async function fill(repository: SubscriptionRepository): Promise<string[]> {
  const administration = administerSubscriptions({ repository });
  const digests: string[] = [];
  for (let i = 0; i < SUBSCRIPTIONS; i += 10) {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => administration.create({ scope: "/products/pro" })),
    );
    for (const { primaryKey, secondaryKey } of made)
      digests.push(digestKey(primaryKey), digestKey(secondaryKey));
  }
  return digests;
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
