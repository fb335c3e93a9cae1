export { productAuth } from "./product-auth.js";
export { accessOf } from "./access-of.js";
export type { Guard, KoaProductAuth } from "./koa-product-auth.js";
export {
  ConfigurationError,
  UnavailableError,
  UnguardedRouteError,
  type Access,
  type DecisionEvent,
  type Explanation,
  type Health,
  type ProductAuthOptions,
  type ProductOptions,
  type ReportedRoute,
  type RouteReport,
  type Rule,
  type SubscriptionOptions,
  type SubscriptionStore,
} from "@product-auth/core";
