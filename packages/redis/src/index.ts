export { createRedisSubscriptions, type RedisSubscriptions } from "./create-redis-subscriptions.js";
export type { RedisSubscriptionsOptions } from "./redis-subscriptions-options.js";
export { createRedisCounters, type RedisCounters } from "./create-redis-counters.js";
export type { RedisCountersOptions } from "./redis-counters-options.js";
export type { RedisConnection } from "./redis-connection.js";
export { RepositoryConflictError } from "@product-auth/core/subscriptions";
