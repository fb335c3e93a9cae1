import { CachingStore, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { startCpu } from "../measure/cpu.js";
import { measured, type Measured } from "../measure/ratios.js";

const KEYS = 1_000;
const ROUNDS = 5;
const HITS = 100;

/** Microseconds of look-ups through a cache, one at a time. */
export interface LookUpTimes {
  /** Of a key that the cache does not know. */
  readonly first: Measured;
  /** CPU of a key that it knows. */
  readonly hit: Measured;
}

/** Times look-ups in a store with at least a thousand subscriptions. */
export async function timeLookUps(store: SubscriptionRepository): Promise<LookUpTimes> {
  const { items } = await store.list({ limit: KEYS });
  const digests = items.map(({ keys }) => keys[0]!.digest);
  const first: number[] = [];
  const hit: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const cache = new CachingStore(store, { ttl: 3_600_000, max: KEYS, clock: Date.now });
    for (const digest of digests) {
      const from = performance.now();
      await cache.findByKeyDigest(digest);
      if (round > 0) first.push((performance.now() - from) * 1000); // the first round warms up
    }
    const stop = startCpu();
    for (let i = 0; i < HITS; i++) for (const digest of digests) lookUpAtOnce(cache, digest);
    hit.push(stop() / HITS / digests.length);
  }
  return { first: measured(first), hit: measured(hit) };
}

function lookUpAtOnce(cache: CachingStore, digest: string): void {
  if (cache.findByKeyDigest(digest) instanceof Promise) throw new Error("a cached result must not wait");
}
