export { productAuth } from "./product-auth.js";
export { accessOf } from "./access-of.js";
export type { Guard, KoaProductAuth } from "./koa-product-auth.js";
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
  type UpgradeHandler,
  type UpgradeListener,
  type UpgradeOptions,
} from "@product-auth/core";
