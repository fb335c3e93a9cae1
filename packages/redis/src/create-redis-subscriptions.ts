import type { Subscription } from "@product-auth/core";
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import { createClient, type RedisClientOptions } from "redis";
import { Connection } from "./connection.js";
import { keysUnder } from "./keys.js";
import type { RedisConnection } from "./redis-connection.js";
import { RedisRepository } from "./redis-repository.js";
import type { RedisSubscriptionsOptions } from "./redis-subscriptions-options.js";

const DEFAULT_TIMEOUT = 2_000;
/** A request waits for so long: clients and proxies give up earlier. */
const LONGEST_TIMEOUT = 60_000;
const LONGEST_PAUSE = 5_000;
/** A question that is given up stays in the client's queue until the connection ends: there must be an end to that. */
const MOST_UNANSWERED = 10_000;

/** Subscriptions in Redis. */
export interface RedisSubscriptions extends SubscriptionRepository {
  findByKeyDigest(digest: string): Promise<Subscription | undefined>;
  onChange: NonNullable<SubscriptionRepository["onChange"]>;
  close(): Promise<void>;
}

/**
 * A repository of subscriptions in Redis. Connects when it is first asked something; throws `TypeError` when it is not
 * told where to, or told twice, and for a timeout that is none.
 */
export function createRedisSubscriptions(options: RedisSubscriptionsOptions): RedisSubscriptions {
  const { prefix = "{product-auth}:", notify = true, timeout = DEFAULT_TIMEOUT } = options;
  // Written so that NaN, with which a timer rings at once, fails as well.
  if (!(timeout >= 1 && timeout <= LONGEST_TIMEOUT))
    throw new TypeError(`timeout is ${timeout}; write 1 to ${LONGEST_TIMEOUT} milliseconds`);
  const keys = keysUnder(prefix);
  const onProblem = quietly(options.onProblem);
  const connection = new Connection({ ...clientOf(options, timeout), timeout, onProblem });
  const repository = new RedisRepository({ connection, keys, notify, onProblem });
  let closing: Promise<void> | undefined;
  return {
    findByKeyDigest: (digest) => repository.findByKeyDigest(digest),
    onChange: (listener) => repository.onChange(listener),
    get: (id) => repository.get(id),
    list: (query) => repository.list(query),
    insert: (subscription) => repository.insert(subscription),
    replace: (subscription) => repository.replace(subscription),
    delete: (id) => repository.delete(id),
    close: () => (closing ??= repository.close()),
  };
}

function clientOf(
  { client, url, connection }: RedisSubscriptionsOptions,
  timeout: number,
): { client: RedisConnection; isOwn: boolean } {
  const isConnection = url !== undefined || connection !== undefined;
  if ((client !== undefined) === isConnection)
    throw new TypeError("Give either client, or url and connection");
  if (client !== undefined) return { client, isOwn: false };
  const made: RedisClientOptions = {
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_UNANSWERED,
    ...connection,
    ...(url !== undefined && { url }),
    socket: { connectTimeout: timeout, reconnectStrategy: pauseAfter, ...connection?.socket },
  };
  return { client: createClient(made), isOwn: true };
}

// Spread, so that all instances do not come back in one moment.
function pauseAfter(failures: number): number {
  return Math.min(100 * 2 ** failures, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
}

function quietly(onProblem: RedisSubscriptionsOptions["onProblem"]): (error: Error) => void {
  return function tellProblem(error) {
    try {
      onProblem?.(error);
    } catch {
      // the observer's own affair
    }
  };
}
