import { needed, type Count } from "./count.js";
import type { Counter } from "./counter-store.js";

/**
 * A token bucket: holds `limit` calls, is full at first and is refilled evenly over the period. Kept as what is missing
 * from a full bucket, so that another limit does not change what is used. In whole numbers, because fractions admit one
 * call too few: a call takes the period in milliseconds, and a millisecond gives back `limit`. `limit * period` must not
 * exceed `Number.MAX_SAFE_INTEGER`.
 *
 * Until its next raise, a bucket is refilled by the limit of its latest raise, so that what is used does not depend on the
 * current limit and no update changes it. A lower limit is kept all the same: a call is admitted only when what is used fits
 * in it, and is a raise, after which the bucket is refilled by it.
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
    const excess = this.#missingAt(now) + (amount - limit) * this.#period;
    if (excess <= 0) return 0;
    return Math.min(
      Math.ceil(excess / this.#limit),
      this.#latest + this.#period - Math.max(now, this.#latest),
    );
  }

  add({ amount, limit }: Counter, now: number): number {
    const missing = this.#missingAt(now);
    // What is added without asking empties the bucket at most: it is full again after a period.
    this.#missing = Math.max(missing, Math.min(missing + amount * this.#period, limit * this.#period));
    this.#limit = limit;
    this.#latest = Math.max(now, this.#latest);
    return Math.ceil(this.#missing / this.#period);
  }

  used(_counter: Counter, now: number): number {
    return Math.ceil(this.#missingAt(now) / this.#period);
  }

  hasEnded(now: number): boolean {
    return now >= this.#latest + this.#period;
  }

  // A period after its latest call a bucket is full, also when the limit has been lowered since.
  #missingAt(now: number): number {
    const passed = Math.max(0, now - this.#latest);
    return passed >= this.#period ? 0 : Math.max(0, this.#missing - passed * this.#limit);
  }
}
