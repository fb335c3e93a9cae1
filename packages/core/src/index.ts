export { createProductAuth } from "./create-product-auth.js";
export type { ProductAuth } from "./product-auth.js";
export type {
  AccessPolicies,
  ApiCallRate,
  ApiOptions,
  ApiVolume,
  CallRate,
  CatalogOptions,
  CertificateIdentity,
  CheckHeaderOptions,
  ClientCertificateOptions,
  CloudName,
  CountersOptions,
  CustomPolicyOptions,
  EntraIssuerOptions,
  ForwardedCertificateOptions,
  IncrementCondition,
  IpFilterOptions,
  IssuerOptions,
  KeyedCount,
  LimitHeaders,
  OperationOptions,
  PlacePolicies,
  ProductAuthOptions,
  ProductOptions,
  ProductPolicies,
  QuotaByKeyOptions,
  QuotaOptions,
  RateAlgorithm,
  RateLimitByKeyOptions,
  RateLimitOptions,
  SigningKeyOptions,
  TokenSource,
  TokenSourceOptions,
  TokenVersion,
  UpgradeOptions,
  ValidateJwtOptions,
  Volume,
} from "./options/options.js";
export type { Algorithm } from "./evidence/tokens/keys/algorithms.js";
export { ConfigurationError, UnavailableError, UnguardedRouteError, type Problem } from "./lib/errors.js";
export type { Alternative, Demand, Requirement, Rule } from "./rules/rule.js";
export type {
  Access,
  Admit,
  ConnectionFacts,
  Decision,
  IgnoredFinding,
  LimitFinding,
  PolicyPlace,
  Refuse,
  ResponseHeaders,
  Unavailable,
} from "./decision/decision.js";
export type { AcceptedCertificate } from "./policies/connection/accepted-certificate.js";
export type { CertificateFormat } from "./policies/connection/forwarded-certificate.js";
export type { CounterKeyPart } from "./policies/limits/counter-key.js";
export type { RestartedLimit } from "./policies/limits/restarted-limits.js";
export type { PolicyCall, PolicyFunction, PolicyRefusal } from "./policies/custom/policy-function.js";
export type { LimitedCall, LimitedResponse } from "./policies/limits/limited-call.js";
export type { TokenClaims, VerifiedToken } from "./evidence/evidence.js";
export type { Answer, ErrorFormat, PublicProblem } from "./answer/answer.js";
export type { RefusalCode } from "./refusals/refusals.js";
export type { RequestView } from "./request/request-view.js";
export type { ExplainedAlternative, ExplainedCheck, Explanation } from "./operators/explain.js";
export type {
  ConnectionEnd,
  GuardedConnection,
  GuardUpgrade,
  UpgradeHandler,
  UpgradeListener,
} from "./upgrades/guarded-connection.js";
export { CATALOG_CHANNEL, type CatalogEvent } from "./operators/catalog-events.js";
export type { ReassignedPath } from "./catalog/reassigned-paths.js";
export {
  LIMITS_CHANNEL,
  type CallerLimits,
  type LimitedCaller,
  type LimitsEvent,
  type LimitUsage,
} from "./operators/caller-limits.js";
export { COUNTERS_CHANNEL } from "./operators/counters-events.js";
export type { CountersEvent, CountersHealth } from "./policies/limits/guarded-counters-settings.js";
export { DECISION_CHANNEL, type DecisionEvent } from "./operators/events.js";
export type { CacheKind, StoreKind, Telemetry, WatchedInstance } from "./operators/telemetry.js";
export type { Health } from "./operators/health.js";
export type {
  CatalogApi,
  CatalogLimit,
  CatalogOperation,
  CatalogProduct,
  KeyPlace,
  SettledCatalog,
} from "./catalog/settled-catalog.js";
export type { Api, Operation } from "./catalog/apis.js";
export type { CredentialKind, Product, RequiredClaim, TokenProfile } from "./catalog/products.js";
export { MemorySubscriptionStore, type SubscriptionOptions } from "./evidence/subscriptions/memory-store.js";
export type {
  OwnerState,
  Subscription,
  SubscriptionChange,
  SubscriptionState,
  SubscriptionStore,
} from "./evidence/subscriptions/subscription.js";
export {
  MemoryClientRegistry,
  type ClientApplication,
  type ClientChange,
  type ClientRegistry,
  type ClientState,
} from "./evidence/clients/client-application.js";
export type { GivenKey } from "./evidence/tokens/keys/given-keys.js";
export type { DecryptionKey } from "./evidence/tokens/jws/decrypter.js";
export type { ProtectedResourceOptions } from "./answer/protected-resource.js";
export type { Routing } from "./request/routing.js";
export type { Awaitable } from "./lib/awaitable.js";
