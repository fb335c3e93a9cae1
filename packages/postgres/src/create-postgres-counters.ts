import type { Counter, CounterKind, CounterStore, Taken } from "@product-auth/core/counters";
import { ignoringErrors } from "@product-auth/core/subscriptions";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations.js";
import { DEFAULT_SCHEMA, namesIn } from "./names.js";
import { poolFrom } from "./pool-from.js";
import { PostgresCounterStore } from "./postgres-counter-store.js";
import type { PostgresCountersOptions } from "./postgres-counters-options.js";

/** Counters of rate limits and quotas in PostgreSQL, shared by all instances. */
export interface PostgresCounters extends CounterStore {
  /** Migrates the schema to the current version. Every instance may call it at start-up, also concurrently. See `migrations`. */
  migrate(): Promise<void>;
  take(counters: readonly Counter[], now: number): Promise<Taken>;
  add(counters: readonly Counter[], now: number): Promise<void>;
  read(counters: readonly Counter[], now: number): Promise<readonly number[]>;
  reset(keys: readonly string[]): Promise<void>;
  check(): Promise<readonly string[]>;
  /** `token-bucket` and `fixed-window`. */
  readonly kinds: readonly CounterKind[];
  close(): Promise<void>;
}

/**
 * Makes counters in PostgreSQL, which are exact over all instances. Connects with the first call. Throws `TypeError` unless
 * either `pool`, or `connectionString` and `connection`, are given, and for an invalid `time` or `timeout`.
 */
export function createPostgresCounters(options: PostgresCountersOptions): PostgresCounters {
  const { schema = DEFAULT_SCHEMA, time = "store" } = options;
  if (time !== "store" && time !== "caller")
    throw new TypeError(`time is ${JSON.stringify(time)}; write "store" or "caller"`);
  const names = namesIn(schema);
  const onProblem = ignoringErrors(options.onProblem);
  // Each statement must see what was committed while it waited for a lock.
  const isolation = "-c default_transaction_isolation=read\\ committed";
  const { pool, timeout, closePool } = poolFrom(options, onProblem, { options: isolation });
  const onFinding =
    options.onProblem &&
    ((finding: string) => onProblem(new Error(`PostgreSQL can lose counters: ${finding}`)));
  const store = new PostgresCounterStore({ pool, names, time, timeout, onProblem, onFinding });
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await store.settled();
    await closePool();
  }

  return {
    kinds: store.kinds,
    take: (counters, now) => store.take(counters, now),
    add: (counters, now) => store.add(counters, now),
    read: (counters, now) => store.read(counters, now),
    reset: (keys) => store.reset(keys),
    check: () => store.check(),
    migrate: () => migrate(pool, names, migrations(schema)),
    close: () => (closing ??= close()),
  };
}
