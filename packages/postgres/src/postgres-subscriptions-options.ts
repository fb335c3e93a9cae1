import type { Pool, PoolConfig } from "pg";

/** Options of `createPostgresSubscriptions`. Give `pool`, or one or both of `connectionString` and `connection`. */
export interface PostgresSubscriptionsOptions {
  /** Your own pool. `close()` does not close it. */
  readonly pool?: Pool;
  /** `postgres://user:password@host:5432/database`. A pool is made, and closed by `close()`. */
  readonly connectionString?: string;
  /** Options of a `pg` pool: `host`, `ssl`, `max`… A pool is made, and closed by `close()`. */
  readonly connection?: PoolConfig;
  /** Schema of the tables, and name of the channel for changes. Default `product_auth`. */
  readonly schema?: string;
  /**
   * Whether to notify other instances of changes, and to listen for theirs on a separate connection. Default true. With
   * false, a revoked key keeps working until the cache of each instance expires. Set false behind a pooler in transaction
   * mode.
   */
  readonly notify?: boolean;
  /**
   * Milliseconds after which a query fails, including the wait for a connection: 1 to 60000. Default 2000. Requests with
   * a key that is not cached are answered 503 then.
   */
  readonly timeout?: number;
  /** Called for lost connections and failed reconnections. What it throws is ignored. Default: none. */
  readonly onProblem?: (error: Error) => void;
}
