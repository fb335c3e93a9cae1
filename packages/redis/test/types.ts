// What a user's editor promises. This file is compiled with the tests and never run; a promise that no longer holds
// does not compile.
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import type { CounterStore } from "@product-auth/core/counters";
import {
  createRedisCounters,
  createRedisSubscriptions,
  type RedisConnection,
  type RedisCounters,
  type RedisCountersOptions,
  type RedisSubscriptions,
  type RedisSubscriptionsOptions,
  type RepositoryConflictError,
} from "@product-auth/redis";
import { expectTypeOf } from "expect-type";
import { createClient, createCluster } from "redis";

/** Every type that the door exports. */
export type Door = [
  RedisConnection,
  RedisCounters,
  RedisCountersOptions,
  RedisSubscriptions,
  RedisSubscriptionsOptions,
  RepositoryConflictError,
];

expectTypeOf<RedisSubscriptions>().toExtend<SubscriptionRepository>();
expectTypeOf<RedisSubscriptions["close"]>().returns.toEqualTypeOf<Promise<void>>();
createRedisSubscriptions({ client: createClient() });
createRedisSubscriptions({ client: createClient({ RESP: 2, url: "redis://cache" }) });
createRedisSubscriptions({ client: createCluster({ rootNodes: [{ url: "redis://cache" }] }) });
createRedisSubscriptions({ connection: { socket: { host: "cache", tls: true } }, notify: false });
// @ts-expect-error -- a prefix is a text, not a list of them
createRedisSubscriptions({ url: "redis://cache", prefix: ["{shop}:"] });

expectTypeOf<RedisCounters>().toExtend<CounterStore>();
createRedisCounters({ client: createClient() });
createRedisCounters({ client: createClient({ RESP: 2, url: "redis://cache" }), time: "caller" });
createRedisCounters({ client: createCluster({ rootNodes: [{ url: "redis://cache" }] }) });
// @ts-expect-error -- the time is that of the store or of the caller
createRedisCounters({ url: "redis://cache", time: "server" });
