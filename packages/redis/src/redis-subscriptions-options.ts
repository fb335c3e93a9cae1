import type { RedisClientOptions } from "redis";
import type { RedisConnection } from "./redis-connection.js";

/** Where the subscriptions are, and how they are asked for. */
export interface RedisSubscriptionsOptions {
  /** A connected client of your own, or one for a cluster; it is not closed here. Give this or a connection. */
  readonly client?: RedisConnection;
  /** `redis://user:password@host:6379/0`, `rediss://…` with TLS. A client is made, and closed by `close()`. */
  readonly url?: string;
  /** What `redis` takes for a client: `socket`, `username`, `password`… A client is made, and closed by `close()`. */
  readonly connection?: RedisClientOptions;
  /**
   * What every key, and the channel on which changes are told, begins with; default `{product-auth}:`. The part in
   * braces keeps all keys on one node of a cluster.
   */
  readonly prefix?: string;
  /**
   * Whether changes are listened for, on a connection of its own. Default true. Without, a revoked key lives until the
   * cache's time is over.
   */
  readonly notify?: boolean;
  /**
   * Milliseconds after which a question is given up; default 2000, at most 60000. While the connection is known to be lost, questions
   * fail at once. Requests with an unknown key are answered 503 then.
   */
  readonly timeout?: number;
  /** Told of lost connections and failed reconnections. What it throws is ignored. Default: nobody is told. */
  readonly onProblem?: (error: Error) => void;
}
