/** Stable code of a refusal, in events and `explain`. Each has a section in `docs/refusals.md`. */
export type RefusalCode =
  | "origin_not_allowed"
  | "path_malformed"
  | "api_unknown"
  | "operation_unknown"
  | "token_missing"
  | "key_missing"
  | "credentials_missing"
  | "token_scheme"
  | "token_repeated"
  | "token_too_long"
  | "token_malformed"
  | "token_encryption"
  | "token_algorithm"
  | "token_header"
  | "token_foreign_resource"
  | "token_version"
  | "token_tenant"
  | "token_claims"
  | "token_issuer"
  | "token_audience"
  | "token_other_product"
  | "token_unknown_key"
  | "token_key_issuer"
  | "token_signature"
  | "token_expired"
  | "token_not_yet_valid"
  | "token_client"
  | "token_kind"
  | "role_missing"
  | "scope_missing"
  | "claim_missing"
  | "client_not_allowed"
  | "client_unknown"
  | "client_state"
  | "client_owner"
  | "client_not_linked"
  | "key_repeated"
  | "key_too_long"
  | "key_unknown"
  | "key_state"
  | "key_owner"
  | "key_retired"
  | "key_not_started"
  | "key_ended"
  | "key_other_product"
  | "key_other_api"
  | "credentials_disagree"
  | "signing_keys_unavailable"
  | "subscriptions_unavailable"
  | "clients_unavailable"
  | "rate_exceeded"
  | "quota_exceeded"
  | "bandwidth_exceeded"
  | "limits_unavailable"
  | "too_many_bad_credentials"
  | "policy_refused"
  | "policy_unavailable"
  | "address_not_allowed"
  | "header_check"
  | "certificate_missing"
  | "certificate_malformed"
  | "certificate_expired"
  | "certificate_not_yet_valid"
  | "certificate_untrusted"
  | "certificate_revoked"
  | "certificate_identity"
  | "revocation_unavailable";

/** Name of a check. Each refusal names the check that failed. */
export type CheckName =
  | "origin"
  | "path"
  | "api"
  | "operation"
  | "presented"
  | "bearer token"
  | "decryption"
  | "form"
  | "header"
  | "version"
  | "tenant"
  | "available keys"
  | "issuer"
  | "audience"
  | "published key"
  | "issuer of the key"
  | "claims"
  | "signature"
  | "validity period"
  | "product of the token"
  | "client"
  | "caller"
  | "rights"
  | "allowed client"
  | "available registry"
  | "registered client"
  | "state of the client"
  | "owner of the client"
  | "linked product"
  | "one key"
  | "available subscriptions"
  | "subscription"
  | "state of the subscription"
  | "owner of the subscription"
  | "current key"
  | "dates"
  | "scope of the key"
  | "same product"
  | "rate limit"
  | "quota"
  | "available counters"
  | "bad credentials"
  | "policy"
  | "available policy"
  | "address"
  | "header field"
  | "client certificate";

/** One kind of refusal: what the caller sees, and the check that failed. The texts never depend on the request. */
export interface Refusal {
  /** HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 429 | 503;
  /**
   * The credential that was refused; the option `failedValidation` changes status and text for tokens. `limit`, `policy`,
   * `connection`: no credential is at fault, so there is no challenge.
   */
  readonly about: "token" | "key" | "both" | "limit" | "policy" | "connection";
  /** Error code of the Bearer challenge (RFC 6750 §3.1); absent when no usable credential was sent. */
  readonly error?: "invalid_token" | "insufficient_scope";
  /** Text of the body. */
  readonly message: string;
  readonly check: CheckName;
}

// The two key messages are the gateway's own, byte for byte.
const MISSING_KEY =
  "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.";
const INVALID_KEY =
  "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";
const MISSING_TOKEN =
  "Access denied due to missing access token. Make sure to include an access token when making requests to an API.";
const MISSING_EITHER =
  "Access denied due to missing credentials. Make sure to include an access token or a subscription key when making requests to an API.";
const INVALID_TOKEN =
  "Access denied due to invalid access token. Make sure to provide a valid access token for this API.";
const NOT_PERMITTED =
  "Access denied due to insufficient permissions. Make sure the caller has been granted access to this API.";
const ORIGIN_NOT_ALLOWED =
  "Access denied due to the origin of the page. Make sure it is on the list of origins that may connect.";
const UNAVAILABLE = "Access cannot be decided at the moment. Try again later.";

const missing = (about: Refusal["about"], message: string, check: CheckName = "presented"): Refusal => ({
  status: 401,
  about,
  message,
  check,
});
const invalidToken = (check: CheckName): Refusal => ({
  status: 401,
  about: "token",
  error: "invalid_token",
  message: INVALID_TOKEN,
  check,
});
const invalidKey = (check: CheckName): Refusal => ({
  status: 401,
  about: "key",
  message: INVALID_KEY,
  check,
});
const notPermitted = (check: CheckName): Refusal => ({
  status: 403,
  about: "token",
  error: "insufficient_scope",
  message: NOT_PERMITTED,
  check,
});
const unavailable = (check: CheckName): Refusal => ({
  status: 503,
  about: "both",
  message: UNAVAILABLE,
  check,
});

// The gateway's own texts, byte for byte. It answers 401 for a certificate, without a challenge.
const badCertificate = (message = "Invalid client certificate"): Refusal => ({
  status: 401,
  about: "connection",
  message,
  check: "client certificate",
});

const exceeded = (message: string): Refusal => ({ status: 403, about: "limit", message, check: "quota" });

/**
 * Every refusal: the stable code that operators see, what the caller sees, and the check that failed. Many codes share
 * one public answer, so that a caller cannot learn which check failed.
 */
export const REFUSALS: Readonly<Record<RefusalCode, Refusal>> = {
  // No credential is wrong, so there is no challenge.
  origin_not_allowed: { status: 403, about: "both", message: ORIGIN_NOT_ALLOWED, check: "origin" },
  path_malformed: { status: 400, about: "both", message: "The path cannot be read.", check: "path" },
  // The gateway's own answer for a path or method that matches no API.
  api_unknown: { status: 404, about: "both", message: "Resource not found", check: "api" },
  operation_unknown: { status: 404, about: "both", message: "Resource not found", check: "operation" },

  token_missing: missing("token", MISSING_TOKEN),
  key_missing: missing("key", MISSING_KEY),
  credentials_missing: missing("both", MISSING_EITHER),

  // RFC 6750 §3.1: an unsupported authentication method gets no error code.
  token_scheme: missing("token", MISSING_TOKEN, "bearer token"),
  token_repeated: invalidToken("bearer token"),
  token_too_long: invalidToken("bearer token"),
  token_malformed: invalidToken("form"),
  token_encryption: invalidToken("decryption"),
  token_algorithm: invalidToken("header"),
  token_header: invalidToken("header"),
  token_foreign_resource: invalidToken("header"),
  token_version: invalidToken("version"),
  token_tenant: invalidToken("tenant"),
  token_claims: invalidToken("claims"),
  token_issuer: invalidToken("issuer"),
  token_audience: invalidToken("audience"),
  token_other_product: invalidToken("product of the token"),
  token_unknown_key: invalidToken("published key"),
  token_key_issuer: invalidToken("issuer of the key"),
  token_signature: invalidToken("signature"),
  token_expired: invalidToken("validity period"),
  token_not_yet_valid: invalidToken("validity period"),
  token_client: invalidToken("client"),
  token_kind: invalidToken("caller"),

  role_missing: notPermitted("rights"),
  scope_missing: notPermitted("rights"),
  claim_missing: notPermitted("rights"),
  client_not_allowed: notPermitted("allowed client"),
  client_unknown: notPermitted("registered client"),
  client_state: notPermitted("state of the client"),
  client_owner: notPermitted("owner of the client"),
  client_not_linked: notPermitted("linked product"),

  key_repeated: invalidKey("one key"),
  key_too_long: invalidKey("one key"),
  key_unknown: invalidKey("subscription"),
  key_state: invalidKey("state of the subscription"),
  key_owner: invalidKey("owner of the subscription"),
  key_retired: invalidKey("current key"),
  key_not_started: invalidKey("dates"),
  key_ended: invalidKey("dates"),
  key_other_product: invalidKey("scope of the key"),
  key_other_api: invalidKey("scope of the key"),
  credentials_disagree: invalidKey("same product"),

  signing_keys_unavailable: unavailable("available keys"),
  subscriptions_unavailable: unavailable("available subscriptions"),
  clients_unavailable: unavailable("available registry"),

  // The real texts name the time to wait.
  rate_exceeded: { status: 429, about: "limit", message: "Rate limit is exceeded.", check: "rate limit" },
  quota_exceeded: exceeded("Out of call volume quota."),
  bandwidth_exceeded: exceeded("Out of bandwidth quota."),
  limits_unavailable: { ...unavailable("available counters"), about: "limit" },
  too_many_bad_credentials: {
    status: 429,
    about: "limit",
    message: "Rate limit is exceeded.",
    check: "bad credentials",
  },

  // Status and text are those that the application's own policy returns.
  policy_refused: { status: 403, about: "policy", message: "Access denied.", check: "policy" },
  policy_unavailable: { ...unavailable("available policy"), about: "policy" },

  address_not_allowed: { status: 403, about: "connection", message: "Forbidden", check: "address" },
  // Status and text are those of the option.
  header_check: { status: 403, about: "connection", message: "Forbidden", check: "header field" },
  certificate_missing: badCertificate("Client certificate missing"),
  certificate_malformed: badCertificate(),
  certificate_expired: badCertificate(),
  certificate_not_yet_valid: badCertificate(),
  certificate_untrusted: badCertificate(),
  certificate_revoked: badCertificate(),
  certificate_identity: badCertificate(),
  revocation_unavailable: {
    status: 503,
    about: "connection",
    message: UNAVAILABLE,
    check: "client certificate",
  },
};

/** A failed check: its code and, for operators only, what was expected and what was found. */
export interface Finding {
  readonly code: RefusalCode;
  /** What the check expected. Private: never part of a response. */
  readonly expected?: string;
  /** What the check found, shortened; never a token, a key or a secret. Private. */
  readonly actual?: string;
  /** For a common mistake: what probably happened, and how to fix it. Private. */
  readonly hint?: string;
}
