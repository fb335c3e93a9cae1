import { needed, type Count } from "./count.js";
import type { Counter } from "./counter-store.js";

/** Up to this limit, calls are kept with the millisecond of each. */
export const MAX_EXACT_CALLS = 1_000;

const NONE = Object.freeze<number[]>([]) as number[];

/**
 * A sliding window: a call at t counts while now < t + period. Exact to the millisecond up to `MAX_EXACT_CALLS`. Above
 * it, calls are kept in slots of a thousandth of the period, each of which counts until its last millisecond has left the
 * window: no window ever has more calls than the limit, and the limit is at most one slot stricter.
 *
 * A queue in a ring: ended entries leave at the head, new ones come at the tail.
 */
export class SlidingWindow implements Count {
  readonly #period: number;
  #times: number[] = NONE;
  /** How many calls each entry stands for; undefined while that is always one. */
  #counts: number[] | undefined;
  #head = 0;
  #entries = 0;
  /** Calls in all entries. */
  #total = 0;
  #latest = -Infinity;

  constructor({ period }: Counter) {
    this.#period = period;
  }

  waitFor(counter: Counter, now: number): number {
    const { limit } = counter;
    const amount = needed(counter);
    let excess = this.used(counter, now) + amount - limit;
    if (excess <= 0) return 0;
    if (amount > limit) return this.#period;
    const at = Math.max(now, this.#latest);
    // The entries that must leave first. At most `limit` of them, and only for a call that is refused.
    for (let i = this.#ended(at); ; i++) {
      excess -= this.#count(i);
      if (excess <= 0) return this.#times[this.#index(i)]! + this.#period - at;
    }
  }

  add({ amount, limit }: Counter, now: number): number {
    const at = Math.max(now, this.#latest);
    this.#latest = at;
    this.#remove(this.#ended(at));
    const last = this.#entries === 0 ? -Infinity : this.#times[this.#index(this.#entries - 1)]!;
    // Slots may be in use from when the limit was higher: the times in the queue never fall.
    const time = Math.max(last, this.#lastMillisecond(limit, at));
    this.#total += amount;
    if (amount === 1 && this.#counts === undefined && limit <= MAX_EXACT_CALLS) this.#push(time);
    else if (time === last) this.#countsOf()[this.#index(this.#entries - 1)]! += amount;
    else {
      const entry = this.#push(time); // may replace the lists
      this.#countsOf()[entry] = amount;
    }
    return this.#total;
  }

  used(_counter: Counter, now: number): number {
    let used = this.#total;
    for (let i = this.#ended(Math.max(now, this.#latest)) - 1; i >= 0; i--) used -= this.#count(i);
    return used;
  }

  hasEnded(now: number): boolean {
    return this.#ended(now) === this.#entries;
  }

  /** The last millisecond that a call shares an entry with: its own, or that of its slot. */
  #lastMillisecond(limit: number, at: number): number {
    if (limit <= MAX_EXACT_CALLS) return at;
    const slot = Math.ceil(this.#period / 1_000);
    return at - (at % slot) + slot - 1;
  }

  /** How many entries have left the window. */
  #ended(at: number): number {
    const before = at - this.#period;
    let ended = 0;
    while (ended < this.#entries && this.#times[this.#index(ended)]! <= before) ended++;
    return ended;
  }

  #remove(ended: number): void {
    for (let i = 0; i < ended; i++) this.#total -= this.#count(i);
    this.#head = this.#index(ended);
    this.#entries -= ended;
  }

  /** The calls of the i-th oldest entry. */
  #count(i: number): number {
    return this.#counts === undefined ? 1 : this.#counts[this.#index(i)]!;
  }

  #countsOf(): number[] {
    return (this.#counts ??= this.#times.map(() => 1));
  }

  /** Where the i-th oldest entry stands. */
  #index(i: number): number {
    const index = this.#head + i;
    return index < this.#times.length ? index : index - this.#times.length;
  }

  /** Appends an entry. What it stands for is written by the caller, once counts are kept. */
  #push(time: number): number {
    if (this.#times === NONE) {
      this.#times = [time]; // most counters with made-up keys never have a second entry
      return this.#entries++;
    }
    if (this.#entries === this.#times.length) this.#grow();
    const index = this.#index(this.#entries);
    this.#times[index] = time;
    this.#entries++;
    return index;
  }

  // In order from the start: a ring cannot grow in its middle.
  #grow(): void {
    const size = this.#entries * 2;
    const times = new Array<number>(size).fill(0);
    const counts = this.#counts && new Array<number>(size).fill(0);
    for (let i = 0; i < this.#entries; i++) {
      times[i] = this.#times[this.#index(i)]!;
      if (counts !== undefined) counts[i] = this.#count(i);
    }
    this.#times = times;
    this.#counts = counts;
    this.#head = 0;
  }
}
