import { LRUCache } from "lru-cache";
import { toAwaitable } from "../../lib/awaitable.js";
import { PendingQueries } from "../pending-queries.js";
import { withTimeout } from "../../lib/with-timeout.js";
import type { KnownSubscriptions } from "./known-subscriptions.js";
import type { Subscription, SubscriptionChange, SubscriptionStore } from "./subscription.js";

/** Settings of a `CachingStore`. */
export interface CachingStoreSettings {
  /** Milliseconds for which a result is cached. A revoked key may keep working for as long. */
  readonly ttl: number;
  /** Maximum number of cached results, for known and for unknown keys each. */
  readonly max: number;
  readonly clock: () => number;
  /** Milliseconds after which a query to the store fails. Default 3000. */
  readonly timeout?: number;
}

interface SharedQuery {
  readonly result: Promise<Subscription | undefined>;
  readonly until: number;
}

interface CachedResult {
  readonly subscription: Subscription | undefined;
  readonly until: number;
}

/**
 * Caches the results of a slower store, for a short time and in bounded memory. Concurrent lookups of one digest share a
 * query. Unknown keys have a separate cache, so that a flood of them cannot evict known ones. No result outlives its
 * time, not even when the store is down: a query that fails or times out is answered 503. The next lookup queries the
 * store again, and a late result is not cached.
 */
export class CachingStore implements KnownSubscriptions {
  readonly #store: SubscriptionStore;
  readonly #settings: CachingStoreSettings;
  readonly #found: LRUCache<string, CachedResult>;
  readonly #unknown: LRUCache<string, CachedResult>;
  readonly #pending = new Map<string, SharedQuery>();
  readonly #timeout: number;
  readonly #queries: PendingQueries;
  readonly #stopListening: (() => void) | undefined;
  // A synchronous store needs no cache and is never out of date.
  #isSynchronous = false;

  constructor(store: SubscriptionStore, settings: CachingStoreSettings) {
    this.#store = store;
    this.#settings = settings;
    this.#found = new LRUCache({ max: settings.max });
    this.#unknown = new LRUCache({ max: settings.max });
    const { timeout = 3000 } = settings;
    this.#timeout = timeout;
    this.#queries = new PendingQueries({ store: "The store of subscriptions", timeout });
    this.#stopListening = store.onChange?.((change) => this.#forget(change));
  }

  get size(): number {
    return this.#found.size + this.#unknown.size;
  }

  findByKeyDigest(digest: string): Subscription | undefined | Promise<Subscription | undefined> {
    const now = this.#settings.clock();
    if (this.#isSynchronous) return this.#query(digest, now);
    const known = this.#found.get(digest) ?? this.#unknown.get(digest);
    if (known !== undefined && now < known.until) return known.subscription;
    const pending = this.#pending.get(digest);
    return pending !== undefined && now < pending.until ? pending.result : this.#query(digest, now);
  }

  recall(digest: string): Subscription | undefined {
    if (this.#isSynchronous) return this.#recallSynchronously(digest);
    const known = this.#found.get(digest);
    return known !== undefined && this.#settings.clock() < known.until ? known.subscription : undefined;
  }

  // Such a store has its subscriptions in memory, and nothing of it is cached here.
  #recallSynchronously(digest: string): Subscription | undefined {
    const found = this.findByKeyDigest(digest);
    return found instanceof Promise ? undefined : (found ?? undefined);
  }

  async close(): Promise<void> {
    this.#stopListening?.();
    const closing = Promise.resolve(this.#store.close?.());
    await withTimeout(closing, this.#timeout, "The store of subscriptions could not be closed in time");
  }

  #query(digest: string, now: number): Subscription | undefined | Promise<Subscription | undefined> {
    this.#queries.throwIfFull();
    const found = toAwaitable<Subscription | undefined>(this.#store.findByKeyDigest(digest));
    this.#isSynchronous = !(found instanceof Promise);
    if (!(found instanceof Promise)) return found;
    const until = now + this.#settings.ttl;
    const result = this.#queries.resultOf(found).then((subscription) => {
      if (this.#pending.get(digest) === query) this.#cache(digest, { subscription, until });
      return subscription;
    });
    const query: SharedQuery = { result, until };
    this.#pending.set(digest, query);
    const done = () => {
      if (this.#pending.get(digest) === query) this.#pending.delete(digest);
    };
    result.then(done, done);
    return result;
  }

  #cache(digest: string, result: CachedResult): void {
    const none = (result.subscription ?? undefined) === undefined; // databases tend to answer null
    const [into, outOf] = none ? [this.#unknown, this.#found] : [this.#found, this.#unknown];
    outOf.delete(digest);
    into.set(digest, result);
  }

  // A pending query may have read the store before the change: its callers still get the result, but it is not cached.
  #forget(change: SubscriptionChange): void {
    if (change === "everything") {
      this.#found.clear();
      this.#unknown.clear();
      this.#pending.clear();
      return;
    }
    for (const digest of change.digests) {
      this.#found.delete(digest);
      this.#unknown.delete(digest);
      this.#pending.delete(digest);
    }
  }
}
