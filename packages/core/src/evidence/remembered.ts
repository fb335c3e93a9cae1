import { LRUCache } from "lru-cache";
import { isThenable, toAwaitable, type Awaitable } from "../lib/awaitable.js";
import { stopwatch } from "../lib/timed.js";
import { PendingQueries } from "./pending-queries.js";

/** What is remembered, for how long, and how it is found. */
export interface RememberedSettings<T> {
  /** Asks the store. */
  readonly query: (key: string) => T | undefined | PromiseLike<T | undefined>;
  /** The store's name for messages, such as "The store of subscriptions". */
  readonly store: string;
  /** Milliseconds for which a result is cached. */
  readonly ttl: number;
  /** Maximum number of cached results, for keys with and without a result each. */
  readonly max: number;
  readonly clock: () => number;
  /** Milliseconds after which a query fails. */
  readonly timeout: number;
  /** Whether results for this key may be cached. Default: every key. */
  readonly isCacheable?: (key: string) => boolean;
  readonly observer?: LookupObserver | undefined;
}

/** Is informed of look-ups and queries. Must not throw. A store that answers at once is neither cached nor reported. */
export interface LookupObserver {
  /** `found`: the result was in memory. */
  lookedUp(found: boolean): void;
  queried(seconds: number, failed: boolean): void;
}

interface SharedQuery<T> {
  readonly result: Promise<T | undefined>;
  readonly until: number;
}

interface CachedResult<T> {
  readonly value: T | undefined;
  readonly until: number;
}

/**
 * Caches the results of a slower store, for a short time and in bounded memory. Concurrent lookups of one key share a
 * query. Unknown keys have a separate cache, so that a flood of them cannot evict known ones. No result outlives its
 * time, not even when the store is down: a query that fails or times out is answered 503. The next lookup queries the
 * store again, and a late result is not cached.
 */
export class Remembered<T extends object> {
  readonly #settings: RememberedSettings<T>;
  readonly #found: LRUCache<string, CachedResult<T>>;
  readonly #unknown: LRUCache<string, CachedResult<T>>;
  readonly #pending = new Map<string, SharedQuery<T>>();
  readonly #queries: PendingQueries;
  // A synchronous store needs no cache and is never out of date.
  #isSynchronous = false;

  constructor(settings: RememberedSettings<T>) {
    const { store, max, timeout } = settings;
    this.#settings = settings;
    this.#found = new LRUCache({ max });
    this.#unknown = new LRUCache({ max });
    this.#queries = new PendingQueries({ store, timeout });
  }

  get size(): number {
    return this.#found.size + this.#unknown.size;
  }

  find(key: string): Awaitable<T | undefined> {
    if (this.#isSynchronous) return this.#askSynchronous(key);
    const now = this.#settings.clock();
    const known = this.#found.get(key) ?? this.#unknown.get(key);
    const isKnown = known !== undefined && this.#isFresh(known.until, now);
    this.#settings.observer?.lookedUp(isKnown);
    if (isKnown) return known.value;
    const pending = this.#pending.get(key);
    return pending !== undefined && this.#isFresh(pending.until, now)
      ? pending.result
      : this.#query(key, now);
  }

  /** The result that is in memory. Sends no query to a database. */
  recall(key: string): T | undefined {
    if (this.#isSynchronous) return this.#recallSynchronously(key);
    const known = this.#found.get(key);
    return known !== undefined && this.#isFresh(known.until, this.#settings.clock())
      ? known.value
      : undefined;
  }

  // What ends later than a result of this moment was cached before the clock was set back: its age is unknown.
  #isFresh(until: number, now: number): boolean {
    return now < until && until - now <= this.#settings.ttl;
  }

  // A pending query may have read the store before the change: its callers still get the result, but it is not cached.
  forget(keys: readonly string[] | "everything"): void {
    if (keys === "everything") {
      this.#found.clear();
      this.#unknown.clear();
      this.#pending.clear();
      return;
    }
    for (const key of keys) {
      this.#found.delete(key);
      this.#unknown.delete(key);
      this.#pending.delete(key);
    }
  }

  // Such a store has its content in memory, and nothing of it is cached here.
  #recallSynchronously(key: string): T | undefined {
    const found = this.find(key);
    return found instanceof Promise ? undefined : (found ?? undefined);
  }

  // Reads the clock only when the store begins to answer later; the query was sent in the same turn.
  #askSynchronous(key: string): Awaitable<T | undefined> {
    this.#queries.throwIfFull();
    const found = this.#settings.query(key);
    return isThenable(found) ? this.#share(key, Promise.resolve(found), this.#settings.clock()) : found;
  }

  #query(key: string, now: number): Awaitable<T | undefined> {
    this.#queries.throwIfFull();
    const found = toAwaitable<T | undefined>(this.#settings.query(key));
    if (found instanceof Promise) return this.#share(key, found, now);
    this.#isSynchronous = true;
    return found;
  }

  #share(key: string, found: Promise<T | undefined>, now: number): Promise<T | undefined> {
    this.#isSynchronous = false;
    const until = now + this.#settings.ttl;
    const result = this.#timed(this.#queries.resultOf(found)).then((value) => {
      if (this.#pending.get(key) === query) this.#cache(key, { value, until });
      return value;
    });
    const query: SharedQuery<T> = { result, until };
    this.#pending.set(key, query);
    const done = () => {
      if (this.#pending.get(key) === query) this.#pending.delete(key);
    };
    result.then(done, done);
    return result;
  }

  #timed(query: Promise<T | undefined>): Promise<T | undefined> {
    const { observer } = this.#settings;
    if (observer === undefined) return query;
    const done = stopwatch((...took) => observer.queried(...took));
    query.then(
      () => done(false),
      () => done(true),
    );
    return query;
  }

  #cache(key: string, result: CachedResult<T>): void {
    if (this.#settings.isCacheable?.(key) === false) return;
    const none = (result.value ?? undefined) === undefined; // databases tend to answer null
    const [into, outOf] = none ? [this.#unknown, this.#found] : [this.#found, this.#unknown];
    outOf.delete(key);
    into.set(key, result);
  }
}
