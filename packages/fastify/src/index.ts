export { productAuth } from "./product-auth.js";
export { accessOf } from "./access-of.js";
export type {
  FastifyGuards,
  FastifyProductAuth,
  Guard,
  GuardedReply,
  GuardedRequest,
} from "./fastify-product-auth.js";
export type { AccessFor, RegisteredNames, RouteRule } from "./route-config.js";
export {
  ConfigurationError,
  UnavailableError,
  UnguardedRouteError,
  type Access,
  type ConnectionEnd,
  type DecisionEvent,
  type Explanation,
  type GuardedConnection,
  type Health,
  type ProductAuthOptions,
  type ProductOptions,
  type Rule,
  type SubscriptionOptions,
  type SubscriptionStore,
  type UpgradeOptions,
} from "@product-auth/core";
