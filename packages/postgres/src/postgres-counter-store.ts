import {
  plainKey,
  type Counter,
  type CounterKind,
  type CounterStore,
  type Taken,
} from "@product-auth/core/counters";
import { withTimeout } from "@product-auth/core/subscriptions";
import type { Pool, QueryResult } from "pg";
import { findingsFrom, type FindingsRow } from "./findings-from.js";
import type { Names } from "./names.js";
import { timeoutError } from "./timeout-error.js";

/** Settings of a `PostgresCounterStore`. */
export interface PostgresCounterStoreSettings {
  readonly pool: Pool;
  readonly names: Names;
  readonly time: "store" | "caller";
  readonly timeout: number;
  readonly onProblem: (error: Error) => void;
  /** Called once for each setting that can lose counters; undefined: the settings are not read. */
  readonly onFinding: ((finding: string) => void) | undefined;
  /** 0 to 1; below a thousandth, a call removes ended counters after it. Default `Math.random`. */
  readonly random?: () => number;
}

type Operation = "take" | "add" | "read";

const KINDS: Readonly<Partial<Record<CounterKind, number>>> = { "token-bucket": 1, "fixed-window": 2 };
const REMOVING_CALLS = 1 / 1_000;
const REMOVED_AT_ONCE = 100;
/** Milliseconds that a row outlives its count where instances pass their time, which may differ or stand still. */
const KEPT_FOR_CALLERS = 3_600_000;

/** Counters on top of a pool. Each operation is one function call, in one round trip. */
export class PostgresCounterStore implements CounterStore {
  readonly kinds: readonly CounterKind[] = Object.freeze(Object.keys(KINDS) as CounterKind[]);
  readonly #settings: PostgresCounterStoreSettings;
  #isChecked = false;
  #removal: Promise<void> | undefined;

  constructor(settings: PostgresCounterStoreSettings) {
    this.#settings = settings;
  }

  async take(counters: readonly Counter[], now: number): Promise<Taken> {
    const { isDone, numbers } = await this.#count("take", counters, now);
    return isDone ? { used: numbers } : { waits: numbers.map((wait) => (wait < 0 ? Infinity : wait)) };
  }

  async add(counters: readonly Counter[], now: number): Promise<void> {
    await this.#count("add", counters, now);
  }

  async read(counters: readonly Counter[], now: number): Promise<readonly number[]> {
    return (await this.#count("read", counters, now)).numbers;
  }

  async reset(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#call(["reset", 0, 0, keys.map(plainKey).sort(), []]);
  }

  async check(): Promise<readonly string[]> {
    const { counters } = this.#settings.names;
    const { rows } = await this.#query<FindingsRow>(
      `SELECT current_setting('fsync') AS fsync, current_setting('default_transaction_isolation') AS isolation,
 (SELECT relpersistence FROM pg_class WHERE oid = to_regclass($1)) AS persistence`,
      [counters],
    );
    return findingsFrom(rows[0]!);
  }

  /** Waits until no query is under way that no caller waits for. */
  async settled(): Promise<void> {
    await this.#removal;
  }

  async #count(
    operation: Operation,
    counters: readonly Counter[],
    now: number,
  ): Promise<{ isDone: boolean; numbers: number[] }> {
    if (counters.length === 0) return { isDone: true, numbers: [] };
    const isByCaller = this.#settings.time === "caller";
    const time = isByCaller ? Math.floor(now) : null;
    const sorted = counters.map((counter, place) => ({ key: plainKey(counter.key), counter, place }));
    if (sorted.length > 1) sorted.sort((one, other) => (one.key < other.key ? -1 : 1));
    const text = await this.#call([
      operation,
      time,
      isByCaller ? KEPT_FOR_CALLERS : 0,
      sorted.map(({ key }) => key),
      sorted.flatMap(({ counter }) => numbersOf(counter)),
    ]);
    this.#afterCall(time);
    const [isDone, ...answers] = text.split(" ").map(Number);
    const numbers = new Array<number>(counters.length);
    for (const [i, { place }] of sorted.entries()) numbers[place] = answers[i]!;
    return { isDone: isDone === 1, numbers };
  }

  async #call(values: unknown[]): Promise<string> {
    const { countCalls } = this.#settings.names;
    const text = `SELECT ${countCalls}($1, $2, $3, $4, $5) AS answer`;
    const { rows } = await this.#query<{ answer: string }>(text, values);
    return rows[0]!.answer;
  }

  #query<Row extends object>(text: string, values: unknown[]): Promise<QueryResult<Row>> {
    const { pool, timeout } = this.#settings;
    // `query_timeout` also removes the connection from the pool, so that a silent server does not hold all of them.
    const config = { text, values, query_timeout: timeout };
    return withTimeout(pool.query<Row>(config), timeout, () => timeoutError(timeout));
  }

  // Beside the calls that follow: no request waits for it.
  #afterCall(time: number | null): void {
    const { onFinding, onProblem, random = Math.random } = this.#settings;
    if (!this.#isChecked) {
      this.#isChecked = true;
      if (onFinding !== undefined)
        this.check().then(
          (findings) => findings.forEach(onFinding),
          () => {}, // the calls report a server that does not answer
        );
    }
    if (this.#removal === undefined && random() < REMOVING_CALLS)
      this.#removal = this.#removeEnded(time)
        .catch(onProblem)
        .finally(() => (this.#removal = undefined));
  }

  // Made-up keys may come faster than one removal takes them away, so it goes on until few are left.
  async #removeEnded(time: number | null): Promise<void> {
    const { counters } = this.#settings.names;
    const text = `DELETE FROM ${counters} WHERE key = ANY (ARRAY(
 SELECT key FROM ${counters} WHERE ends_at < coalesce($1, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint)
 ORDER BY ends_at LIMIT ${REMOVED_AT_ONCE} FOR UPDATE SKIP LOCKED))`;
    for (;;) {
      const { rowCount } = await this.#query(text, [time]);
      if (rowCount !== REMOVED_AT_ONCE) return;
    }
  }
}

function numbersOf({ kind, limit, amount, period, anchor }: Counter): number[] {
  const number = KINDS[kind];
  if (number === undefined)
    throw new RangeError(`PostgreSQL cannot keep a ${kind}; use token-bucket, or counters in Redis`);
  return [number, limit, amount, period, anchor];
}
