import {
  CachingStore,
  type StoredSubscription,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";

const IN_FLIGHT = 32;

/** How changes of one process reach the cache of another. */
export interface PushedChanges {
  /** Milliseconds from the first change until the cache has dropped the last. */
  readonly untilDropped: number;
  /** Milliseconds from the end of the last change until the cache has dropped it. */
  readonly afterLast: number;
}

/**
 * Changes every subscription of a store, some at a time, while another connection to the same store listens for a cache
 * that has the results for all of their keys. Rejects when the cache keeps one.
 */
export async function pushChanges(
  writer: SubscriptionRepository,
  reader: SubscriptionRepository,
): Promise<PushedChanges> {
  const subscriptions = await allOf(writer);
  const missing = new Set(subscriptions.flatMap(({ keys }) => keys.map(({ digest }) => digest)));
  const cache = new CachingStore(reader, { ttl: 3_600_000, max: missing.size, clock: Date.now });
  const all = [...missing];
  await inFlight(all, async (digest) => void (await cache.findByKeyDigest(digest)));
  if (cache.size !== all.length) throw new Error(`${cache.size} results are cached, not ${all.length}`);

  const dropped = new Promise<number>((resolve) => {
    const stop = reader.onChange?.((change) => {
      for (const digest of change === "everything" ? all : change.digests) missing.delete(digest);
      if (missing.size > 0) return;
      stop?.();
      resolve(performance.now());
    });
  });
  const from = performance.now();
  await inFlight(subscriptions, (one) => writer.replace({ ...one, version: one.version + 1 }));
  const written = performance.now();
  const end = await dropped;
  if (cache.size !== 0) throw new Error(`${cache.size} results are still cached`);
  return { untilDropped: end - from, afterLast: Math.max(0, end - written) };
}

/** Resolves when a store listens for changes: until then it may empty caches at any moment. */
export function listening(store: SubscriptionRepository): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.onChange?.(() => {
      stop?.();
      resolve();
    });
  });
}

async function allOf(store: SubscriptionRepository): Promise<StoredSubscription[]> {
  const found: StoredSubscription[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await store.list({ limit: 1000, ...(after !== undefined && { after }) });
    found.push(...items);
    if (next === undefined) return found;
    after = next;
  }
}

/** Works on all items, so many at a time. */
async function inFlight<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}
