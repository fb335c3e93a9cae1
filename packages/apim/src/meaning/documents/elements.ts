/** Sections of a policy document. Access elements guard in `inbound` alone. */
export const sections: ReadonlySet<string> = new Set(["inbound", "backend", "outbound", "on-error"]);

/** Elements that limit requests in a way that the middleware does not have. */
export const unsupportedLimits: ReadonlySet<string> = new Set([
  "llm-token-limit",
  "azure-openai-token-limit",
]);

/** Elements that validate content; `validate-graphql-request` may authorize as well. */
export const schemaElements: ReadonlySet<string> = new Set([
  "validate-content",
  "validate-graphql-request",
  "validate-headers",
  "validate-odata-request",
  "validate-parameters",
  "validate-status-code",
]);

/**
 * Elements of the policy reference that decide nothing about access.
 * https://learn.microsoft.com/azure/api-management/api-management-policies
 */
export const unrelatedElements: ReadonlySet<string> = new Set([
  "authentication-basic",
  "authentication-certificate",
  "authentication-managed-identity",
  "azure-openai-emit-token-metric",
  "azure-openai-semantic-cache-lookup",
  "azure-openai-semantic-cache-store",
  "cache-lookup",
  "cache-lookup-value",
  "cache-remove-value",
  "cache-store",
  "cache-store-value",
  "cosmosdb-data-source",
  "cross-domain",
  "emit-metric",
  "find-and-replace",
  "forward-request",
  "get-authorization-context",
  "http-data-source",
  "invoke-dapr-binding",
  "invoke-request",
  "json-to-xml",
  "jsonp",
  "llm-content-safety",
  "llm-emit-token-metric",
  "llm-semantic-cache-lookup",
  "llm-semantic-cache-store",
  "log-to-eventhub",
  "mock-response",
  "proxy",
  "publish-event",
  "publish-to-dapr",
  "redirect-content-urls",
  "rewrite-uri",
  "send-one-way-request",
  "send-request",
  "send-service-bus-message",
  "set-backend-service",
  "set-body",
  "set-header",
  "set-method",
  "set-query-parameter",
  "set-status",
  "set-variable",
  "sql-data-source",
  "trace",
  "xml-to-json",
  "xsl-transform",
]);
