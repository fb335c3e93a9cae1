import type { Pool, PoolConfig } from "pg";

/** Options of `createPostgresRecords`. Give `pool`, or one or both of `connectionString` and `connection`. */
export interface PostgresRecordsOptions {
  /** Your own pool. `close()` does not close it. */
  readonly pool?: Pool;
  /** `postgres://user:password@host:5432/database`. A pool is made, and closed by `close()`. */
  readonly connectionString?: string;
  /** Options of a `pg` pool: `host`, `ssl`, `max`… A pool is made, and closed by `close()`. */
  readonly connection?: PoolConfig;
  /** Schema of the tables, the same as for subscriptions. Default `product_auth`. */
  readonly schema?: string;
  /**
   * Whether to notify other instances of changes, and to listen for theirs on a separate connection. Default true. With
   * false, an instance uses what it has cached until its cache expires. Set false behind a pooler in transaction mode.
   */
  readonly notify?: boolean;
  /** Milliseconds after which a query fails, including the wait for a connection: 1 to 60000. Default 2000. */
  readonly timeout?: number;
  /** Returns milliseconds since 1970; decides which records have expired. Default `Date.now`. */
  readonly clock?: () => number;
  /**
   * Called for lost connections, failed reconnections and failed removals of expired records. What it throws is ignored.
   * Default: none.
   */
  readonly onProblem?: (error: Error) => void;
}
