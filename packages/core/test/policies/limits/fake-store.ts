import type { Counter, CounterStore, Taken } from "#src/policies/limits/counter-store.js";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";

/** What the next question meets. */
export type Mood =
  | "works"
  | "works-at-once"
  | "rejects"
  | "throws"
  | "hangs"
  | { readonly returns: unknown }
  | { readonly after: number };

/** A store that does as it is asked to: counters in memory behind answers that fail in every way. */
export class FakeStore implements CounterStore {
  mood: Mood = "works";
  /** The keys of each question. */
  readonly asked: string[] = [];
  /** Lets what hangs be answered, or fail. */
  readonly late: { answer(): void; fail(): void }[] = [];
  readonly counts = new MemoryCounterStore();
  isClosed = false;

  take(counters: readonly Counter[], now: number): Promise<Taken> {
    return this.#answer(counters, () => this.counts.take(counters, now)) as Promise<Taken>;
  }

  add(counters: readonly Counter[], now: number): Promise<void> {
    return this.#answer(counters, () => this.counts.add(counters, now)) as Promise<void>;
  }

  read(counters: readonly Counter[], now: number): Promise<readonly number[]> {
    return this.#answer(counters, () => this.counts.read(counters, now)) as Promise<readonly number[]>;
  }

  reset(keys: readonly string[]): Promise<void> {
    return this.#answer([], () => this.counts.reset(keys)) as Promise<void>;
  }

  close(): void {
    this.isClosed = true;
  }

  #answer(counters: readonly Counter[], count: () => unknown): unknown {
    this.asked.push(counters.map(({ key }) => key).join());
    const { mood } = this;
    const failure = Object.assign(new Error("redis://user:secret@host refused"), { code: "ECONNREFUSED" });
    if (mood === "throws") throw failure;
    if (mood === "works-at-once") return count();
    if (mood === "works") return Promise.resolve(count());
    if (mood === "rejects") return Promise.reject(failure);
    if (mood === "hangs")
      return new Promise((resolve, reject) => {
        this.late.push({ answer: () => resolve(count()), fail: () => reject(failure) });
      });
    if ("returns" in mood) return mood.returns;
    return new Promise((resolve) => setTimeout(() => resolve(count()), mood.after));
  }
}
