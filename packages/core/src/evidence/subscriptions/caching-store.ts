import type { Awaitable } from "../../lib/awaitable.js";
import { withTimeout } from "../../lib/with-timeout.js";
import { Remembered, type LookupObserver } from "../remembered.js";
import type { KnownSubscriptions } from "./known-subscriptions.js";
import type { Subscription, SubscriptionStore } from "./subscription.js";

/** Settings of a `CachingStore`. */
export interface CachingStoreSettings {
  /** Milliseconds for which a result is cached. A revoked key may keep working for as long. */
  readonly ttl: number;
  /** Maximum number of cached results, for known and for unknown keys each. */
  readonly max: number;
  readonly clock: () => number;
  /** Milliseconds after which a query to the store fails. Default 3000. */
  readonly timeout?: number;
  /** Is informed of look-ups in the cache and of queries. */
  readonly observer?: LookupObserver | undefined;
}

/** Caches the results of a slower store, as `Remembered` describes. Drops what the store reports as changed. */
export class CachingStore implements KnownSubscriptions {
  readonly #store: SubscriptionStore;
  readonly #remembered: Remembered<Subscription>;
  readonly #timeout: number;
  readonly #stopListening: (() => void) | undefined;

  constructor(store: SubscriptionStore, { timeout = 3000, ...settings }: CachingStoreSettings) {
    this.#store = store;
    this.#timeout = timeout;
    const query = (digest: string) => store.findByKeyDigest(digest);
    this.#remembered = new Remembered({ ...settings, query, store: "The store of subscriptions", timeout });
    this.#stopListening = store.onChange?.((change) =>
      this.#remembered.forget(change === "everything" ? change : change.digests),
    );
  }

  get size(): number {
    return this.#remembered.size;
  }

  findByKeyDigest(digest: string): Awaitable<Subscription | undefined> {
    return this.#remembered.find(digest);
  }

  recall(digest: string): Subscription | undefined {
    return this.#remembered.recall(digest);
  }

  async close(): Promise<void> {
    this.#stopListening?.();
    const closing = Promise.resolve(this.#store.close?.());
    await withTimeout(closing, this.#timeout, "The store of subscriptions could not be closed in time");
  }
}
