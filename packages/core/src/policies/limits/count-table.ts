import { LRUCache } from "lru-cache";
import type { Count } from "./count.js";

/** How many counts each new one looks at, to remove those that have ended. */
const SWEPT = 2;
/** Milliseconds for which an ended count is kept: a clock that is set back by less admits no call twice. */
const KEPT = 60_000;

/** Counts by key. A table with a maximum forgets the least recently used. */
export class CountTable {
  readonly #counts: Map<string, Count> | LRUCache<string, Count>;
  #sweep: Iterator<string> | undefined;

  constructor(max?: number) {
    this.#counts = max === undefined ? new Map() : new LRUCache({ max });
  }

  get size(): number {
    return this.#counts.size;
  }

  get(key: string): Count | undefined {
    return this.#counts.get(key);
  }

  /** Keeps a count. A new one removes a few that have ended, so that no call pays for all of them. */
  set(key: string, count: Count, now: number): void {
    if (!this.#counts.has(key)) this.sweep(now);
    this.#counts.set(key, count);
  }

  delete(key: string): void {
    this.#counts.delete(key);
  }

  /** Removes a few counts that have ended. */
  sweep(now: number): void {
    this.#sweep ??= this.#counts instanceof Map ? this.#counts.keys() : this.#counts.rkeys();
    for (let i = 0; i < SWEPT; i++) {
      const next = this.#sweep.next();
      if (next.done === true) {
        this.#sweep = undefined;
        return;
      }
      if (this.#peek(next.value)?.hasEnded(now - KEPT) === true) this.#counts.delete(next.value);
    }
  }

  // Without making it the most recently used.
  #peek(key: string): Count | undefined {
    return this.#counts instanceof Map ? this.#counts.get(key) : this.#counts.peek(key);
  }
}
