import { needed, type Count } from "./count.js";
import type { Counter } from "./counter-store.js";

/**
 * Periods of equal length, one after the other from the anchor on. They are computed, never timed, so their length has no
 * bound; and they are computed again at each call, so that a count survives another anchor.
 */
export class FixedWindow implements Count {
  #used = 0;
  #latest = -Infinity;
  /** When no period can contain the latest call any more. */
  #end = 0;

  waitFor(counter: Counter, now: number): number {
    const { limit, period } = counter;
    const amount = needed(counter);
    if (this.used(counter, now) + amount <= limit) return 0;
    if (period === 0) return Infinity;
    if (amount > limit) return period;
    const at = this.#clamped(now);
    return endOfPeriod(counter, at) - at;
  }

  add(counter: Counter, now: number): number {
    this.#used = this.used(counter, now) + counter.amount;
    this.#latest = this.#clamped(now);
    this.#end = counter.period === 0 ? Infinity : this.#latest + counter.period;
    return this.#used;
  }

  used(counter: Counter, now: number): number {
    return windowOf(counter, this.#latest) === windowOf(counter, this.#clamped(now)) ? this.#used : 0;
  }

  hasEnded(now: number): boolean {
    return now >= this.#end;
  }

  #clamped(now: number): number {
    return Math.max(now, this.#latest);
  }
}

/** When the period that contains a time ends. `period` must not be 0: that one never ends. */
export const endOfPeriod = (counter: Counter, at: number): number =>
  counter.anchor + (windowOf(counter, at) + 1) * counter.period;

/** The number of the period that contains a time. */
function windowOf({ period, anchor }: Counter, at: number): number {
  return period === 0 ? 0 : Math.floor((at - anchor) / period);
}
