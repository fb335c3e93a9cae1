// What a user's editor promises. This file is compiled with the tests and never run; a promise that no longer holds
// does not compile.
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import {
  createRedisSubscriptions,
  type RedisConnection,
  type RedisSubscriptions,
  type RedisSubscriptionsOptions,
  type RepositoryConflictError,
} from "@product-auth/redis";
import { expectTypeOf } from "expect-type";
import { createClient, createCluster } from "redis";

/** Every type that the door exports. */
export type Door = [RedisConnection, RedisSubscriptions, RedisSubscriptionsOptions, RepositoryConflictError];

expectTypeOf<RedisSubscriptions>().toExtend<SubscriptionRepository>();
expectTypeOf<RedisSubscriptions["close"]>().returns.toEqualTypeOf<Promise<void>>();
createRedisSubscriptions({ client: createClient() });
createRedisSubscriptions({ client: createClient({ RESP: 2, url: "redis://cache" }) });
createRedisSubscriptions({ client: createCluster({ rootNodes: [{ url: "redis://cache" }] }) });
createRedisSubscriptions({ connection: { socket: { host: "cache", tls: true } }, notify: false });
// @ts-expect-error -- a prefix is a text, not a list of them
createRedisSubscriptions({ url: "redis://cache", prefix: ["{shop}:"] });
