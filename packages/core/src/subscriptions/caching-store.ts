import { LRUCache } from "lru-cache";
import { isThenable } from "../is-thenable.js";
import type { Subscription, SubscriptionChange, SubscriptionStore } from "./subscription.js";

/** How a store is remembered. */
export interface CachingStoreSettings {
  /** Milliseconds for which an answer serves; also the longest a revoked key can outlive its revocation. */
  readonly ttl: number;
  /** Answers remembered at most, each for found and for unknown keys. */
  readonly max: number;
  readonly clock: () => number;
}

interface Remembered {
  readonly subscription: Subscription | undefined;
  readonly until: number;
}

/**
 * Remembers what a slower store answered, for a short time and in bounded space. Callers who ask the same together
 * wait for one question. Unknown keys are remembered apart, so that a flood of them cannot push good ones out.
 * Nothing outlives its time, not even when the store is down: then the question fails, and the answer is 503.
 */
export class CachingStore implements SubscriptionStore {
  readonly #store: SubscriptionStore;
  readonly #settings: CachingStoreSettings;
  readonly #found: LRUCache<string, Remembered>;
  readonly #unknown: LRUCache<string, Remembered>;
  readonly #asking = new Map<string, Promise<Subscription | undefined>>();
  readonly #stopListening: (() => void) | undefined;

  constructor(store: SubscriptionStore, settings: CachingStoreSettings) {
    this.#store = store;
    this.#settings = settings;
    this.#found = new LRUCache({ max: settings.max });
    this.#unknown = new LRUCache({ max: settings.max });
    this.#stopListening = store.onChange?.((change) => this.#forget(change));
  }

  get size(): number {
    return this.#found.size + this.#unknown.size;
  }

  findByKeyDigest(digest: string): Subscription | undefined | Promise<Subscription | undefined> {
    const known = this.#found.get(digest) ?? this.#unknown.get(digest);
    if (known !== undefined && this.#settings.clock() < known.until) return known.subscription;
    return this.#asking.get(digest) ?? this.#ask(digest);
  }

  async close(): Promise<void> {
    this.#stopListening?.();
    await this.#store.close?.();
  }

  #ask(digest: string): Subscription | undefined | Promise<Subscription | undefined> {
    const askedAt = this.#settings.clock();
    const answer = this.#store.findByKeyDigest(digest);
    // A store that answers at once needs no memory in front of it, and is never behind.
    if (!isThenable(answer)) return answer;
    const asking: Promise<Subscription | undefined> = Promise.resolve(answer).then((subscription) =>
      this.#asking.get(digest) === asking ? this.#remember(digest, subscription, askedAt) : subscription,
    );
    this.#asking.set(digest, asking);
    const done = () => {
      if (this.#asking.get(digest) === asking) this.#asking.delete(digest);
    };
    asking.then(done, done);
    return asking;
  }

  #remember(
    digest: string,
    subscription: Subscription | undefined,
    askedAt: number,
  ): Subscription | undefined {
    const [into, outOf] =
      subscription === undefined ? [this.#unknown, this.#found] : [this.#found, this.#unknown];
    outOf.delete(digest);
    into.set(digest, { subscription, until: askedAt + this.#settings.ttl });
    return subscription;
  }

  // An answer that is under way may have been read before the change: it still serves those who wait, but it is not
  // remembered.
  #forget(change: SubscriptionChange): void {
    if (change === "everything") {
      this.#found.clear();
      this.#unknown.clear();
      this.#asking.clear();
      return;
    }
    for (const digest of change.digests) {
      this.#found.delete(digest);
      this.#unknown.delete(digest);
      this.#asking.delete(digest);
    }
  }
}
