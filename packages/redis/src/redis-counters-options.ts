import type { RedisClientOptions } from "redis";
import type { RedisConnection } from "./redis-connection.js";

/** Options of `createRedisCounters`. Give `client`, or one or both of `url` and `connection`. */
export interface RedisCountersOptions {
  /** Your own connected client, for one server or a cluster. `close()` does not close it. */
  readonly client?: RedisConnection;
  /** `redis://user:password@host:6379/0`, `rediss://…` with TLS. A client is made, and closed by `close()`. */
  readonly url?: string;
  /** Options of a `redis` client: `socket`, `username`, `password`… A client is made, and closed by `close()`. */
  readonly connection?: RedisClientOptions;
  /**
   * Prefix of every key. Default `{product-auth}:`. The part in braces keeps all counters on one node of a cluster, so
   * that one script counts in several of them at once.
   */
  readonly prefix?: string;
  /**
   * Whose time counts: that of Redis (`store`, the default), or of each instance (`caller`). With `caller`, instances whose
   * clocks differ admit too much or too little. For tests with a clock that does not move.
   */
  readonly time?: "store" | "caller";
  /** Milliseconds after which an operation fails: 1 to 60000. Default 2000. While the connection is lost, all fail at once. */
  readonly timeout?: number;
  /**
   * Called for lost connections and failed reconnections, and once for each setting of Redis that can lose counters. What
   * it throws is ignored. Default: none.
   */
  readonly onProblem?: (error: Error) => void;
}
