import type { Count } from "./count.js";
import { CountTable } from "./count-table.js";
import type { Counter } from "./counter-store.js";

/** A counter whose key is known in two parts. Both exist already when a call comes, so no text is made and hashed for it. */
interface ScopedCounter extends Counter {
  /** The first part, which few counters differ in. */
  readonly scope: string;
  readonly id: string;
}

/** Counts in one table per scope. A key as a whole is in the scope "". */
export class ScopedCounts {
  readonly #tables = new Map<string, CountTable>();
  #rotation: Iterator<[string, CountTable]> | undefined;

  get size(): number {
    return [...this.#tables.values()].reduce((size, table) => size + table.size, 0);
  }

  get(counter: Counter): Count | undefined {
    const { scope, id } = counter as Partial<ScopedCounter>;
    return this.#tables.get(scope ?? "")?.get(id ?? counter.key);
  }

  set(counter: Counter, count: Count, now: number): void {
    const { scope = "", id = counter.key } = counter as Partial<ScopedCounter>;
    let table = this.#tables.get(scope);
    if (table === undefined) this.#tables.set(scope, (table = new CountTable()));
    table.set(id, count, now);
    this.#sweepNext(now);
  }

  // A table whose limit was removed by an update gets no new counts, which would remove the ended ones.
  #sweepNext(now: number): void {
    this.#rotation ??= this.#tables.entries();
    const next = this.#rotation.next();
    if (next.done === true) {
      this.#rotation = undefined;
      return;
    }
    const [scope, table] = next.value;
    table.sweep(now);
    if (table.size === 0) this.#tables.delete(scope);
  }

  delete(key: string): void {
    for (const [scope, table] of this.#tables)
      if (key.startsWith(scope)) table.delete(key.slice(scope.length));
  }
}
