export {
  createProductAuth,
  createProductAuthTrustingClaims,
  productAuthOf,
  type ProductAuth,
} from "./product-auth.js";
export { guardsOf, type Guards } from "./adapters/guards-of.js";
export {
  markGuard,
  markMetadata,
  markOf,
  markOpen,
  markShut,
  type GuardMark,
  type Mark,
} from "./adapters/report/mark.js";
export {
  mayAnswerByItself,
  routeReport,
  type FoundRoute,
  type OpaquePlace,
  type Remedy,
  type ReportedGuard,
  type ReportedRoute,
  type RouteReport,
} from "./adapters/report/route-report.js";
export { marksOnTheWay, type OnTheWay } from "./adapters/report/marks-on-the-way.js";
export { isLiteral, joinPaths, samplePaths } from "./adapters/report/sample-paths.js";
export { runRoutesCommand } from "./cli/routes/run-routes-command.js";
export type { InspectedFramework, Surroundings } from "./cli/routes/inspected-framework.js";
export { metadataAnswers } from "./adapters/metadata-answers.js";
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
} from "./options.js";
export type { Algorithm } from "./tokens/algorithms.js";
export { ConfigurationError, UnavailableError, UnguardedRouteError, type Problem } from "./errors.js";
export type { Demand, Requirement, Rule } from "./rule.js";
export type { Access, Admit, Decision, Refuse, ResponseHeaders, Unavailable } from "./decision.js";
export type { Awaitable, TokenClaims, TokenProfile, VerifiedToken } from "./evidence.js";
export type { Answer, ErrorFormat, PublicProblem } from "./answer.js";
export type { RefusalCode } from "./refusals.js";
export { NodeRequestView, type RequestView } from "./request-view.js";
export type { ExplainedCheck, Explanation } from "./explain.js";
export { DECISION_CHANNEL, type DecisionEvent } from "./events.js";
export type { Health } from "./health.js";
export type { CredentialKind, Product } from "./catalog/products.js";
export { digestKey, pepperId } from "./subscriptions/key-digest.js";
export { generateKey, hintOf, KEY_PREFIX, looksGenerated } from "./subscriptions/subscription-key.js";
export {
  administerSubscriptions,
  SubscriptionNotFoundError,
  type AdministrationOptions,
  type NewSubscription,
  type SubscriptionAdministration,
} from "./subscriptions/administration.js";
export type { Act, AuditAction, AuditEvent } from "./subscriptions/audit-event.js";
export { ChangeListeners } from "./subscriptions/change-listeners.js";
export { CachingStore, type CachingStoreSettings } from "./subscriptions/caching-store.js";
export {
  JsonFileSubscriptionRepository,
  type JsonFileOptions,
} from "./subscriptions/json-file-subscription-repository.js";
export { MemorySubscriptionRepository } from "./subscriptions/memory-repository.js";
export {
  asEvidence,
  RepositoryConflictError,
  type StoredKey,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "./subscriptions/stored-subscription.js";
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
export type { Api, Operation } from "./catalog/apis.js";
export { loadCatalog, readCatalog, type CatalogFile } from "./catalog/load-catalog.js";
export { watchCatalog, type CatalogWatch, type WatchCatalogOptions } from "./catalog/watch-catalog.js";
