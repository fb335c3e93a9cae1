export { rulesFromOpenApi } from "./rules/rules-from-openapi.js";
export type {
  DocumentRule,
  DocumentRules,
  DocumentRulesOptions,
  GuardingInstance,
  OperationRule,
} from "./rules/document-rules.js";
export { openApiOf, type OpenApiOptions } from "./writing/openapi-of.js";
export type { OAuthAddresses } from "./writing/scheme-book.js";
export type {
  DescribedDemands,
  DescribedGuard,
  DescribedRoute,
  DescribedRoutes,
} from "./writing/described-route.js";
export { compareOpenApi, type CompareOptions } from "./drift/compare-openapi.js";
export type { Drift, DriftKind, OpenApiComparison, UndocumentedRoute } from "./drift/drift.js";
