import type { Count } from "./count.js";
import { CountTable } from "./count-table.js";
import type { Counter, CounterKind, CounterStore, Taken } from "./counter-store.js";
import { FixedWindow } from "./fixed-window.js";
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
  readonly #known = new CountTable();
  readonly #max: number;
  #madeUp: CountTable | undefined;

  /** `max`: how many counters with made-up keys are kept, least recently used first; default 100,000. */
  constructor(max: number = DEFAULT_MADE_UP_COUNTERS) {
    this.#max = max;
  }

  /** Number of counters. */
  get size(): { readonly known: number; readonly madeUp: number } {
    return { known: this.#known.size, madeUp: this.#madeUp?.size ?? 0 };
  }

  take(counters: readonly Counter[], now: number): Taken {
    const counts = counters.map((counter) => this.#countOf(counter));
    const waits = counters.map((counter, i) => counts[i]!.waitFor(counter, now));
    if (waits.some((wait) => wait > 0)) return { waits };
    return { used: counters.map((counter, i) => this.#raise(counts[i]!, counter, now)) };
  }

  add(counters: readonly Counter[], now: number): void {
    for (const counter of counters) this.#raise(this.#countOf(counter), counter, now);
  }

  read(counters: readonly Counter[], now: number): readonly number[] {
    return counters.map((counter) => this.#countOf(counter).used(counter, now));
  }

  reset(keys: readonly string[]): void {
    for (const key of keys) {
      this.#known.delete(key);
      this.#madeUp?.delete(key);
    }
  }

  // A count is kept only once it is raised: to ask takes no room.
  #countOf(counter: Counter): Count {
    return this.#tableOf(counter).get(counter.key) ?? NEW[counter.kind](counter);
  }

  #raise(count: Count, counter: Counter, now: number): number {
    if (counter.amount > 0) {
      count.add(counter, now);
      this.#tableOf(counter).set(counter.key, count, now);
    }
    return count.used(counter, now);
  }

  #tableOf({ isMadeUp }: Counter): CountTable {
    if (!isMadeUp) return this.#known;
    return (this.#madeUp ??= new CountTable(this.#max)); // takes megabytes, which most instances never need
  }
}
