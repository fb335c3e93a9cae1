import { needed, type Count } from "./count.js";
import type { Counter } from "./counter-store.js";

/** Periods of equal length, one after the other from the anchor on. They are computed, so their length has no bound. */
export class FixedWindow implements Count {
  #window = -Infinity;
  #end = 0;
  #used = 0;
  #latest = -Infinity;

  waitFor(counter: Counter, now: number): number {
    this.#enter(counter, now);
    const amount = needed(counter);
    if (this.#used + amount <= counter.limit) return 0;
    if (counter.period === 0) return Infinity;
    if (amount > counter.limit) return counter.period;
    return this.#end - this.#latest;
  }

  add(counter: Counter, now: number): void {
    this.#enter(counter, now);
    this.#used += counter.amount;
  }

  used(counter: Counter, now: number): number {
    this.#enter(counter, now);
    return this.#used;
  }

  hasEnded(now: number): boolean {
    return now >= this.#end;
  }

  #enter({ period, anchor }: Counter, now: number): void {
    if (now > this.#latest) this.#latest = now;
    const window = period === 0 ? 0 : Math.floor((this.#latest - anchor) / period);
    if (window === this.#window) return;
    this.#window = window;
    this.#end = period === 0 ? Infinity : anchor + (window + 1) * period;
    this.#used = 0;
  }
}
