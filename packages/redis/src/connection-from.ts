import { createClient, type RedisClientOptions } from "redis";
import { Connection } from "./connection.js";
import type { RedisConnection } from "./redis-connection.js";

/** Options of every store in Redis. */
export interface ConnectionOptions {
  readonly client?: RedisConnection;
  readonly url?: string;
  readonly connection?: RedisClientOptions;
  readonly timeout?: number;
}

const DEFAULT_TIMEOUT = 2_000;
/** Clients and proxies give up earlier than this. */
const MAX_TIMEOUT = 60_000;
const MAX_RETRY_DELAY = 5_000;
/** A query that timed out stays in the client's queue until the connection ends, so the queue is limited. */
const MAX_QUEUED_COMMANDS = 10_000;

/**
 * Makes the connection of a store, which connects with the first query. Throws `TypeError` unless either `client`, or `url`
 * and `connection`, are given, and for an invalid `timeout`.
 */
export function connectionFrom(options: ConnectionOptions, onProblem: (error: Error) => void): Connection {
  const { timeout = DEFAULT_TIMEOUT } = options;
  // The comparison also rejects NaN, with which a timer would fire at once.
  if (!(timeout >= 1 && timeout <= MAX_TIMEOUT))
    throw new TypeError(`timeout is ${timeout}; write 1 to ${MAX_TIMEOUT} milliseconds`);
  return new Connection({ ...clientOf(options, timeout), timeout, onProblem });
}

function clientOf(
  { client, url, connection }: ConnectionOptions,
  timeout: number,
): { client: RedisConnection; isOwn: boolean } {
  const isConnection = url !== undefined || connection !== undefined;
  if ((client !== undefined) === isConnection)
    throw new TypeError(
      client === undefined
        ? "No connection is given; give client, or url and connection"
        : "client is given together with url or connection; give only one of them",
    );
  if (client !== undefined) return { client, isOwn: false };
  const made: RedisClientOptions = {
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_QUEUED_COMMANDS,
    ...connection,
    ...(url !== undefined && { url }),
    socket: { connectTimeout: timeout, reconnectStrategy: retryDelay, ...connection?.socket },
  };
  return { client: createClient(made), isOwn: true };
}

// With jitter, so that many instances do not reconnect at the same time.
function retryDelay(failures: number): number {
  return Math.min(100 * 2 ** failures, MAX_RETRY_DELAY) * (0.5 + Math.random() / 2);
}
