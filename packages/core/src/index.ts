export { createProductAuth, type ProductAuth } from "./product-auth.js";
export type {
  ApiOptions,
  CatalogOptions,
  CloudName,
  DecryptionKey,
  GivenKey,
  IssuerOptions,
  OperationOptions,
  ProductAuthOptions,
  ProductOptions,
  ProtectedResourceOptions,
  RequiredClaim,
  SigningKeyOptions,
  TokenSourceOptions,
  TokenVersion,
  UpgradeOptions,
} from "./options.js";
export type { Algorithm } from "./tokens/algorithms.js";
export { ConfigurationError, UnavailableError, UnguardedRouteError, type Problem } from "./errors.js";
export type { Demand, Requirement, Rule } from "./rule.js";
export type { Access, Admit, Decision, Refuse, ResponseHeaders, Unavailable } from "./decision.js";
export type { Awaitable, TokenClaims, TokenProfile, VerifiedToken } from "./evidence.js";
export type { Answer, ErrorFormat, PublicProblem } from "./answer.js";
export type { RefusalCode } from "./refusals.js";
export { NodeRequestView, type RequestView } from "./request-view.js";
export type { Routing } from "./catalog/find-place.js";
export type { ExplainedCheck, Explanation } from "./explain.js";
export type {
  ConnectionEnd,
  GuardedConnection,
  GuardUpgrade,
  UpgradeHandler,
  UpgradeListener,
} from "./upgrades/guarded-connection.js";
export { CATALOG_CHANNEL, type CatalogEvent } from "./catalog-events.js";
export type { HandOver } from "./catalog/hand-overs.js";
export { DECISION_CHANNEL, type DecisionEvent } from "./events.js";
export type { Health } from "./health.js";
export type { Api, Operation } from "./catalog/apis.js";
export type { CredentialKind, Product } from "./catalog/products.js";
export { MemorySubscriptionStore, type SubscriptionOptions } from "./subscriptions/memory-store.js";
export type {
  OwnerState,
  Subscription,
  SubscriptionChange,
  SubscriptionState,
  SubscriptionStore,
} from "./subscriptions/subscription.js";
export {
  MemoryClientRegistry,
  type ClientApplication,
  type ClientRegistry,
  type ClientState,
} from "./clients/client-application.js";
