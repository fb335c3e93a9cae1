import { needed, type Count } from "./count.js";
import type { Counter } from "./counter-store.js";

/** Up to this limit, every call is kept with its time. */
export const MAX_EXACT_CALLS = 1_000;

/**
 * A sliding window: a call at t counts while now < t + period. Exact to the millisecond up to `MAX_EXACT_CALLS`. Above
 * it, calls are kept in slots of a thousandth of the period, each of which counts until its end has left the window: no
 * window ever has more calls than the limit, and the limit is at most one slot stricter.
 *
 * A queue in a ring: ended entries leave at the head, new ones come at the tail.
 */
export class SlidingWindow implements Count {
  readonly #period: number;
  /** Width of a slot in milliseconds; 0 where every call has an entry of its own. */
  readonly #slot: number;
  #times: number[] = [];
  /** How many calls each entry stands for; undefined where that is always one. */
  #counts: number[] | undefined;
  #head = 0;
  #entries = 0;
  #used = 0;
  #latest = 0;

  constructor({ limit, period }: Counter) {
    this.#period = period;
    this.#slot = limit > MAX_EXACT_CALLS ? Math.ceil(period / 1_000) : 0;
    this.#counts = this.#slot === 0 ? undefined : [];
  }

  waitFor(counter: Counter, now: number): number {
    const { limit } = counter;
    const amount = needed(counter);
    const at = this.#leave(now);
    let excess = this.#used + amount - limit;
    if (excess <= 0) return 0;
    if (amount > limit) return this.#period;
    // The entries that must leave first. At most `limit` of them, and only for a call that is refused.
    for (let i = 0; ; i++) {
      const entry = this.#index(i);
      excess -= this.#counts?.[entry] ?? 1;
      if (excess <= 0) return this.#times[entry]! + this.#period - at;
    }
  }

  add({ amount }: Counter, now: number): void {
    const at = this.#leave(now);
    this.#used += amount;
    if (this.#counts === undefined) {
      for (let i = 0; i < amount; i++) this.#push(at);
      return;
    }
    // A slot counts from its last millisecond.
    const end = at - (at % this.#slot) + this.#slot - 1;
    const last = this.#index(this.#entries - 1);
    if (this.#entries > 0 && this.#times[last] === end) this.#counts[last]! += amount;
    else {
      const entry = this.#push(end); // may replace the lists
      this.#counts[entry] = amount;
    }
  }

  used(_counter: Counter, now: number): number {
    this.#leave(now);
    return this.#used;
  }

  hasEnded(now: number): boolean {
    this.#leave(now);
    return this.#entries === 0;
  }

  /** Takes out what has left the window, and returns the time that counts. */
  #leave(now: number): number {
    if (now > this.#latest) this.#latest = now;
    const before = this.#latest - this.#period;
    while (this.#entries > 0 && this.#times[this.#head]! <= before) {
      this.#used -= this.#counts?.[this.#head] ?? 1;
      this.#head = this.#index(1);
      this.#entries--;
    }
    return this.#latest;
  }

  /** Where the i-th oldest entry stands. */
  #index(i: number): number {
    const index = this.#head + i;
    return index < this.#times.length ? index : index - this.#times.length;
  }

  #push(time: number): number {
    if (this.#entries === this.#times.length) this.#grow();
    const index = this.#index(this.#entries);
    this.#times[index] = time;
    this.#entries++;
    return index;
  }

  // In order from the start: a ring cannot grow in its middle.
  #grow(): void {
    const size = Math.max(1, this.#entries * 2);
    const inOrder = (list: number[]) =>
      Array.from({ length: size }, (_, i) => (i < this.#entries ? list[this.#index(i)]! : 0));
    const times = inOrder(this.#times);
    if (this.#counts !== undefined) this.#counts = inOrder(this.#counts);
    this.#times = times;
    this.#head = 0;
  }
}
