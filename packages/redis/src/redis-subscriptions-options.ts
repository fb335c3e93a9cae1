import type { RedisClientOptions } from "redis";
import type { RedisConnection } from "./redis-connection.js";

/** Options of `createRedisSubscriptions`. Give `client`, or one or both of `url` and `connection`. */
export interface RedisSubscriptionsOptions {
  /** Your own connected client, for one server or a cluster. `close()` does not close it. */
  readonly client?: RedisConnection;
  /** `redis://user:password@host:6379/0`, `rediss://…` with TLS. A client is made, and closed by `close()`. */
  readonly url?: string;
  /** Options of a `redis` client: `socket`, `username`, `password`… A client is made, and closed by `close()`. */
  readonly connection?: RedisClientOptions;
  /**
   * Prefix of every key and of the channel for changes. Default `{product-auth}:`. The part in braces keeps all keys on
   * one node of a cluster.
   */
  readonly prefix?: string;
  /**
   * Whether to listen for changes, on a separate connection. Default true. With false, a revoked key keeps working until
   * the cache of the instance expires.
   */
  readonly notify?: boolean;
  /**
   * Milliseconds after which a query fails: 1 to 60000. Default 2000. While the connection is known to be lost, queries
   * fail at once. Requests with a key that is not cached are answered 503 then.
   */
  readonly timeout?: number;
  /** Called for lost connections and failed reconnections. What it throws is ignored. Default: none. */
  readonly onProblem?: (error: Error) => void;
}
