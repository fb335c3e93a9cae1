import type { Pool, PoolConfig } from "pg";

/** Where the subscriptions are, and how they are asked for. */
export interface PostgresSubscriptionsOptions {
  /** A pool of your own; it is not closed here. Give this or a connection. */
  readonly pool?: Pool;
  /** `postgres://user:password@host:5432/database`. A pool is made, and closed by `close()`. */
  readonly connectionString?: string;
  /** What `pg` takes for a pool: `host`, `ssl`, `max`… A pool is made, and closed by `close()`. */
  readonly connection?: PoolConfig;
  /** Schema of the tables; default `product_auth`. Also the name of the channel on which changes are told. */
  readonly schema?: string;
  /**
   * Whether changes are told to other instances, and listened for on a connection of its own. Default true. Without,
   * a revoked key lives in each instance until its cache's time is over. Set false behind a pooler in transaction mode.
   */
  readonly notify?: boolean;
  /**
   * Milliseconds after which a question is given up, waiting for a connection included; default 2000, at most 60000. Requests with an
   * unknown key are answered 503 then.
   */
  readonly timeout?: number;
  /** Told of lost connections and failed reconnections. What it throws is ignored. Default: nobody is told. */
  readonly onProblem?: (error: Error) => void;
}
