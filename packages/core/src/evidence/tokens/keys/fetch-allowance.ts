/** Number of fetches that unknown `kid`s may cause at once. */
const MOST = 3;

/**
 * Bounds the fetches that callers can cause with unknown `kid`s: three at once, then one per interval. While it is unused,
 * the first token of a new key is followed at once; a flood of forged tokens delays that token by one interval at most.
 */
export class FetchAllowance {
  readonly #interval: number;
  #left = MOST;
  /** When the time towards the next fetch began to count. */
  #since = 0;

  /** `interval` in milliseconds; 0 for no bound. */
  constructor(interval: number) {
    this.#interval = interval;
  }

  /** Uses one fetch up; false when none is left. */
  take(now: number): boolean {
    if (this.#interval <= 0) return true;
    this.#refill(now);
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  /** Milliseconds until a fetch is available. */
  wait(now: number): number {
    if (this.#interval <= 0) return 0;
    this.#refill(now);
    return this.#left > 0 ? 0 : this.#since + this.#interval - now;
  }

  #refill(now: number): void {
    // A request that has waited brings an earlier time. Only a larger step is a clock that was set back.
    if (now < this.#since - this.#interval) this.#since = now;
    const intervals = Math.max(0, Math.floor((now - this.#since) / this.#interval));
    this.#left = Math.min(MOST, this.#left + intervals);
    // Time that passes while all fetches are available counts towards none.
    this.#since = this.#left === MOST ? Math.max(this.#since, now) : this.#since + intervals * this.#interval;
  }
}
