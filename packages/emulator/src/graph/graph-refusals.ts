import { GraphRefusal } from "./graph-refusal.js";

const bad = (message: string, target?: string): GraphRefusal =>
  new GraphRefusal(400, "Request_BadRequest", message, target === undefined ? {} : { target });

/** Every refusal of Graph with its status, code and message ("Microsoft Graph error responses and resource types"). */
export const graphRefusals = {
  tokenInvalid: (message: string): GraphRefusal =>
    new GraphRefusal(401, "InvalidAuthenticationToken", message, {
      headers: { "WWW-Authenticate": 'Bearer realm="", client_id="00000003-0000-0000-c000-000000000000"' },
    }),
  denied: (): GraphRefusal =>
    new GraphRefusal(
      403,
      "Authorization_RequestDenied",
      "Insufficient privileges to complete the operation.",
    ),
  quota: (): GraphRefusal =>
    new GraphRefusal(
      403,
      "Directory_QuotaExceeded",
      "The directory object quota limit for the Tenant has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.",
    ),
  segment: (name: string): GraphRefusal =>
    new GraphRefusal(400, "BadRequest", `Resource not found for the segment '${name.slice(0, 100)}'.`),
  method: (allowed: readonly string[]): GraphRefusal =>
    new GraphRefusal(
      405,
      "Request_BadRequest",
      "Specified HTTP method is not allowed for the request target.",
      { headers: { Allow: allowed.join(", ") } },
    ),
  notFound: (id: string): GraphRefusal =>
    new GraphRefusal(
      404,
      "Request_ResourceNotFound",
      `Resource '${id.slice(0, 300)}' does not exist or one of its queried reference-property objects are not present.`,
    ),
  throttled: (seconds: number): GraphRefusal =>
    new GraphRefusal(429, "TooManyRequests", "Too many requests.", {
      headers: { "Retry-After": String(seconds), "x-ms-throttle-scope": "Tenant_Application/ReadWrite" },
    }),
  unavailable: (): GraphRefusal =>
    new GraphRefusal(503, "ServiceUnavailable", "The service is temporarily unavailable. Try again later."),
  bodyTooLarge: (limit: number): GraphRefusal =>
    new GraphRefusal(413, "Request_EntityTooLarge", `The request body has more than ${limit} bytes.`, {
      headers: { Connection: "close" },
    }),
  contentTypeMissing: (): GraphRefusal =>
    new GraphRefusal(
      400,
      "BadRequest",
      "Write requests (excluding DELETE) must contain the Content-Type header declaration.",
    ),
  contentType: (type: string): GraphRefusal =>
    new GraphRefusal(
      415,
      "UnsupportedMediaType",
      `A supported MIME type could not be found that matches the content type '${type.slice(0, 100)}' of the request. Send application/json.`,
    ),
  notJson: (): GraphRefusal =>
    new GraphRefusal(
      400,
      "BadRequest",
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    ),
  query: (message: string): GraphRefusal => new GraphRefusal(400, "Request_UnsupportedQuery", message),
  pageToken: (): GraphRefusal =>
    new GraphRefusal(
      400,
      "Directory_ExpiredPageToken",
      "The specified page token value has expired and can no longer be included in your request.",
    ),
  unknownProperty: (name: string): GraphRefusal =>
    bad(`Invalid property '${name.slice(0, 100)}'.`, name.slice(0, 100)),
  readOnly: (name: string): GraphRefusal => bad(`Property '${name}' is read-only and cannot be set.`, name),
  required: (name: string, resource: string): GraphRefusal =>
    bad(`A value is required for property '${name}' of resource '${resource}'.`, name),
  invalid: (name: string, resource: string): GraphRefusal =>
    bad(`Invalid value specified for property '${name}' of resource '${resource}'.`, name),
  duplicate: (name: string): GraphRefusal =>
    bad(`Property ${name} contains a duplicate value. Please provide unique values.`, name),
  taken: (name: string): GraphRefusal =>
    bad(`Another object with the same value for property ${name} already exists.`, name),
  identifierUri: (uri: string): GraphRefusal =>
    bad(
      `Failed to add identifier URI ${uri.slice(0, 200)}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization.`,
      "identifierUris",
    ),
  identifierHost: (uri: string): GraphRefusal =>
    new GraphRefusal(
      400,
      "HostNameNotOnVerifiedDomain",
      `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri.slice(0, 200)}'`,
      { target: "identifierUris" },
    ),
  entitlementEnabled: (): GraphRefusal =>
    new GraphRefusal(
      400,
      "CannotDeleteOrUpdateEnabledEntitlement",
      "Property value cannot be deleted or updated unless it is disabled first.",
    ),
  noBackingApplication: (appId: string): GraphRefusal =>
    new GraphRefusal(
      400,
      "NoBackingApplicationObject",
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
      { target: "appId" },
    ),
  principalExists: (appId: string): GraphRefusal =>
    new GraphRefusal(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
    ),
  notReference: (): GraphRefusal => bad("Not a valid reference update."),
  roleUnknown: (appId: string): GraphRefusal =>
    bad(`Permission being assigned was not found on application '${appId}'.`),
  assignmentExists: (): GraphRefusal => bad("Permission being assigned already exists on the object."),
  secretUnknown: (): GraphRefusal => bad("No password credential found with keyId."),
  secretTimes: (): GraphRefusal => bad("Key credential end date is invalid.", "endDateTime"),
  tooManySecrets: (): GraphRefusal =>
    bad("The object has too many password credentials.", "passwordCredentials"),
  lifetime: (days: number): GraphRefusal =>
    new GraphRefusal(
      400,
      "CredentialInvalidLifetimeAsPerAppPolicy",
      `Credential lifetime exceeds the max value allowed as per assigned policy: ${days} days (P${days}D).`,
      { target: "endDateTime" },
    ),
};
