import type { Pool, PoolConfig } from "pg";

/** Options of `createPostgresCounters`. Give `pool`, or one or both of `connectionString` and `connection`. */
export interface PostgresCountersOptions {
  /** Your own pool, whose transactions are `read committed` by default, as in PostgreSQL. `close()` does not close it. */
  readonly pool?: Pool;
  /** `postgres://user:password@host:5432/database`. A pool is made, and closed by `close()`. */
  readonly connectionString?: string;
  /** Options of a `pg` pool: `host`, `ssl`, `max`… A pool is made, and closed by `close()`. */
  readonly connection?: PoolConfig;
  /** Schema of the tables, the same as for subscriptions. Default `product_auth`. */
  readonly schema?: string;
  /**
   * Whose time counts: that of PostgreSQL (`store`, the default), or of each instance (`caller`). With `caller`, instances
   * whose clocks differ admit too much or too little. For tests with a clock that does not move.
   */
  readonly time?: "store" | "caller";
  /** Milliseconds after which an operation fails, including the wait for a connection: 1 to 60000. Default 2000. */
  readonly timeout?: number;
  /**
   * Called for lost connections and failed removals of ended counters, and once for each setting of PostgreSQL that can
   * lose counters. What it throws is ignored. Default: none.
   */
  readonly onProblem?: (error: Error) => void;
}
