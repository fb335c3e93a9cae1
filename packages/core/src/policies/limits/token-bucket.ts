import { needed, type Count } from "./count.js";
import type { Counter } from "./counter-store.js";

/**
 * A token bucket: holds `limit` calls, is full at first and is refilled evenly over the period. Kept as what is missing
 * from a full bucket, so that another limit does not change what is used. In whole numbers, because fractions admit one
 * call too few: a call takes the period in milliseconds, and a millisecond gives back `limit`. `limit * period` must not
 * exceed `Number.MAX_SAFE_INTEGER`.
 *
 * Until its next raise, a bucket is refilled by the limit of its latest raise or by the current limit, whichever is
 * smaller. Otherwise an update that raises the limit would lower what is used at that moment. It is never refilled faster
 * than either limit allows, and by an update it is refilled slower for one period at most.
 */
export class TokenBucket implements Count {
  readonly #period: number;
  #missing = 0;
  /** The limit of the latest raise. */
  #limit = 0;
  #latest = -Infinity;

  constructor({ period }: Counter) {
    this.#period = period;
  }

  waitFor(counter: Counter, now: number): number {
    const { limit } = counter;
    const amount = needed(counter);
    if (amount > limit) return this.#period;
    const excess = this.#missingAt(limit, now) + (amount - limit) * this.#period;
    if (excess <= 0) return 0;
    const refill = Math.min(this.#limit, limit);
    return Math.min(Math.ceil(excess / refill), this.#latest + this.#period - Math.max(now, this.#latest));
  }

  add({ amount, limit }: Counter, now: number): number {
    const missing = this.#missingAt(limit, now);
    // What is added without asking empties the bucket at most: it is full again after a period.
    this.#missing = Math.max(missing, Math.min(missing + amount * this.#period, limit * this.#period));
    this.#limit = limit;
    this.#latest = Math.max(now, this.#latest);
    return Math.ceil(this.#missing / this.#period);
  }

  used({ limit }: Counter, now: number): number {
    return Math.ceil(this.#missingAt(limit, now) / this.#period);
  }

  hasEnded(now: number): boolean {
    return now >= this.#latest + this.#period;
  }

  // A period after its latest call a bucket is full, also when the limit has been lowered since.
  #missingAt(limit: number, now: number): number {
    const passed = Math.max(0, now - this.#latest);
    return passed >= this.#period ? 0 : Math.max(0, this.#missing - passed * Math.min(this.#limit, limit));
  }
}
