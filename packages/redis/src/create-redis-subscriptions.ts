import type { Subscription } from "@product-auth/core";
import { ignoringErrors, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { connectionFrom } from "./connection-from.js";
import { DEFAULT_PREFIX, keysUnder } from "./keys.js";
import { RedisRepository } from "./redis-repository.js";
import type { RedisSubscriptionsOptions } from "./redis-subscriptions-options.js";

/** A repository of subscriptions in Redis. */
export interface RedisSubscriptions extends SubscriptionRepository {
  findByKeyDigest(digest: string): Promise<Subscription | undefined>;
  onChange: NonNullable<SubscriptionRepository["onChange"]>;
  close(): Promise<void>;
}

/**
 * Makes a repository of subscriptions in Redis. Connects on the first query. Throws `TypeError` unless either `client`, or
 * `url` and `connection`, are given, and for an invalid `timeout`.
 */
export function createRedisSubscriptions(options: RedisSubscriptionsOptions): RedisSubscriptions {
  const { prefix = DEFAULT_PREFIX, notify = true } = options;
  const keys = keysUnder(prefix);
  const onProblem = ignoringErrors(options.onProblem);
  const connection = connectionFrom(options, onProblem);
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
