export { ProductAuthStrategy, type StrategyOptions } from "./product-auth-strategy.js";
export { trustAuthInfo } from "./trust-auth-info.js";
export { accessOf } from "./access-of.js";
export type { RefusalHandler } from "./answer-refusals.js";
export type { RuleOptions } from "./requirements.js";
export type { RequestUnavailableError } from "./unavailable-error.js";
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
  type Rule,
  type SubscriptionOptions,
  type SubscriptionStore,
} from "@product-auth/core";
