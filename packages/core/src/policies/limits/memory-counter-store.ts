import type { Count } from "./count.js";
import type { Counter, CounterKind, CounterStore, Taken } from "./counter-store.js";
import { FixedWindow } from "./fixed-window.js";
import { ScopedCounts } from "./scoped-counts.js";
import { ShardedCounts } from "./sharded-counts.js";
import { SlidingWindow } from "./sliding-window.js";
import { TokenBucket } from "./token-bucket.js";

/** Default number of counters whose keys a caller can make up. */
export const DEFAULT_MADE_UP_COUNTERS = 100_000;

const NEW: Readonly<Record<CounterKind, (counter: Counter) => Count>> = {
  "sliding-window": (counter) => new SlidingWindow(counter),
  "token-bucket": (counter) => new TokenBucket(counter),
  "fixed-window": () => new FixedWindow(),
};

/**
 * Counters in the memory of this process: exact, synchronous, without timers, gone when the process ends. Counters whose
 * keys a caller can make up are bounded, and a flood of them never removes any other counter.
 */
export class MemoryCounterStore implements CounterStore {
  readonly #known = new ScopedCounts();
  readonly #madeUp: ShardedCounts;

  /** `max`: how many counters with made-up keys are kept, least recently used first; default 100,000. */
  constructor(max: number = DEFAULT_MADE_UP_COUNTERS) {
    this.#madeUp = new ShardedCounts(max);
  }

  /** Number of counters. */
  get size(): { readonly known: number; readonly madeUp: number } {
    return { known: this.#known.size, madeUp: this.#madeUp.size };
  }

  take(counters: readonly Counter[], now: number): Taken {
    if (counters.length === 1) return this.#takeOne(counters[0]!, now);
    const { length } = counters;
    const counts = new Array<Count>(length);
    const numbers = new Array<number>(length);
    let unkept: Count[] | undefined;
    let isRefused = false;
    for (let i = 0; i < length; i++) {
      const counter = counters[i]!;
      let count = this.#get(counter);
      if (count === undefined) (unkept ??= []).push((count = NEW[counter.kind](counter)));
      const wait = count.waitFor(counter, now);
      if (wait > 0) isRefused = true;
      counts[i] = count;
      numbers[i] = wait;
    }
    if (isRefused) return { waits: numbers };
    for (let i = 0; i < length; i++) {
      const count = counts[i]!;
      const counter = counters[i]!;
      numbers[i] = counter.amount > 0 ? count.add(counter, now) : count.used(counter, now);
    }
    // A count is kept only once it is raised: to ask takes no room. All are raised before: to keep a new count removes some
    // that have ended, and must not find one among those of this call.
    if (unkept !== undefined)
      for (let i = 0; i < length; i++) {
        const count = counts[i]!;
        const counter = counters[i]!;
        if (counter.amount > 0 && unkept.includes(count)) this.#set(counter, count, now);
      }
    return { used: numbers };
  }

  add(counters: readonly Counter[], now: number): void {
    for (const counter of counters) {
      if (counter.amount === 0) continue;
      const kept = this.#get(counter);
      const count = kept ?? NEW[counter.kind](counter);
      count.add(counter, now);
      if (kept === undefined) this.#set(counter, count, now);
    }
  }

  read(counters: readonly Counter[], now: number): readonly number[] {
    return counters.map((counter) => this.#get(counter)?.used(counter, now) ?? 0);
  }

  reset(keys: readonly string[]): void {
    for (const key of keys) {
      this.#known.delete(key);
      this.#madeUp.delete(key);
    }
  }

  // The usual case, without the lists.
  #takeOne(counter: Counter, now: number): Taken {
    const kept = this.#get(counter);
    const count = kept ?? NEW[counter.kind](counter);
    const wait = count.waitFor(counter, now);
    if (wait > 0) return { waits: [wait] };
    if (counter.amount === 0) return { used: [count.used(counter, now)] };
    const used = count.add(counter, now);
    if (kept === undefined) this.#set(counter, count, now);
    return { used: [used] };
  }

  #get(counter: Counter): Count | undefined {
    return counter.isMadeUp ? this.#madeUp.of(counter.key).get(counter.key) : this.#known.get(counter);
  }

  #set(counter: Counter, count: Count, now: number): void {
    if (counter.isMadeUp) this.#madeUp.of(counter.key).set(counter.key, count, now);
    else this.#known.set(counter, count, now);
  }
}
