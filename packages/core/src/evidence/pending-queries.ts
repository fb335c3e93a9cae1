import { NoResponseError } from "../lib/error-kind.js";
import { withTimeout } from "../lib/with-timeout.js";

/** Limits for the queries to one store. */
export interface PendingQueriesSettings {
  /** The store's name for messages, such as "The store of subscriptions". */
  readonly store: string;
  /** Milliseconds to wait for a result. */
  readonly timeout: number;
  /** Maximum number of queries without a result. Default 10000. */
  readonly max?: number;
}

/**
 * The queries to one store or registry that have no result yet. Limits the time that each is waited for, and their
 * number: a query that timed out may still hold memory until its promise settles. Above the limit further queries fail
 * at once, except one at a time, which detects that the store answers again.
 */
export class PendingQueries {
  readonly #timeout: number;
  readonly #max: number;
  readonly #late: string;
  readonly #tooMany: string;
  #waiting = 0;
  #timedOut = { count: 0 };

  constructor({ store, timeout, max = 10_000 }: PendingQueriesSettings) {
    this.#timeout = timeout;
    this.#max = max;
    this.#late = `${store} did not answer within ${timeout / 1000} seconds`;
    this.#tooMany = `${store} has ${max} unanswered queries`;
  }

  get size(): number {
    return this.#waiting + this.#timedOut.count;
  }

  /** Call before a query is sent: throws `NoResponseError` when there are too many already. */
  throwIfFull(): void {
    if (this.size >= this.#max && this.#waiting > 0) throw new NoResponseError(this.#tooMany);
  }

  /** Resolves to the result of a query, or rejects with `NoResponseError` after `timeout`. A later result is ignored. */
  async resultOf<T>(query: PromiseLike<T>): Promise<T> {
    const sent = Promise.resolve(query); // `then` of a query builder starts the query, so it is called once
    const timedOut = this.#timedOut;
    let state: "waiting" | "timed out" | "settled" = "waiting";
    const settle = () => {
      if (state === "timed out") timedOut.count -= 1;
      state = "settled";
    };
    sent.then(settle, settle);
    this.#waiting += 1;
    try {
      const result = await withTimeout(sent, this.#timeout, this.#late);
      if (this.#timedOut.count > 0) this.#timedOut = { count: 0 }; // the store answers again: queries that timed out are lost
      return result;
    } finally {
      this.#waiting -= 1;
      if (state === "waiting") {
        state = "timed out";
        timedOut.count += 1;
      }
    }
  }
}
