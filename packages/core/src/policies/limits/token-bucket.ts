import { needed, type Count } from "./count.js";
import type { Counter } from "./counter-store.js";

/**
 * A token bucket: holds `limit` calls, is full at first and is refilled evenly over the period. In whole numbers, because
 * fractions admit one call too few: a call costs the period in milliseconds, and a millisecond gives `limit`.
 */
export class TokenBucket implements Count {
  readonly #period: number;
  #level: number;
  #latest: number;
  #limit: number;

  constructor({ limit, period }: Counter, now: number) {
    this.#period = period;
    this.#limit = limit;
    this.#level = limit * period;
    this.#latest = now;
  }

  waitFor(counter: Counter, now: number): number {
    const amount = needed(counter);
    this.#refill(counter.limit, now);
    if (amount > counter.limit) return this.#period;
    const missing = amount * this.#period - this.#level;
    return missing <= 0 ? 0 : Math.ceil(missing / counter.limit);
  }

  add({ amount, limit }: Counter, now: number): void {
    this.#refill(limit, now);
    this.#level = Math.max(0, this.#level - amount * this.#period);
  }

  used({ limit }: Counter, now: number): number {
    this.#refill(limit, now);
    return limit - Math.floor(this.#level / this.#period);
  }

  hasEnded(now: number): boolean {
    this.#refill(this.#limit, now);
    return this.#level === this.#limit * this.#period;
  }

  #refill(limit: number, now: number): void {
    this.#limit = limit;
    const passed = Math.min(this.#period, Math.max(0, now - this.#latest));
    this.#level = Math.min(limit * this.#period, this.#level + passed * limit);
    if (now > this.#latest) this.#latest = now;
  }
}
