export { createRedisSubscriptions, type RedisSubscriptions } from "./create-redis-subscriptions.js";
export type { RedisSubscriptionsOptions } from "./redis-subscriptions-options.js";
export type { RedisConnection } from "./redis-connection.js";
export { RepositoryConflictError } from "@product-auth/core/subscriptions";
