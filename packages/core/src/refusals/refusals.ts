/** Stable code of a refusal, for events, `explain` and the documentation; each has its heading in `docs/refusals.md`. */
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
  | "clients_unavailable";

/** What the caller is told about one kind of refusal. The words never depend on the request. */
export interface PublicRefusal {
  /** HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 503;
  /** Which side it is about; `failedValidation` changes status and text of the token's. */
  readonly about: "token" | "key" | "both";
  /** RFC 6750 §3.1 error code of the Bearer challenge; none when no usable credential was sent. */
  readonly error?: "invalid_token" | "insufficient_scope";
  /** Text of the body. */
  readonly message: string;
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

const missing = (about: PublicRefusal["about"], message: string): PublicRefusal => ({
  status: 401,
  about,
  message,
});
const invalidToken: PublicRefusal = {
  status: 401,
  about: "token",
  error: "invalid_token",
  message: INVALID_TOKEN,
};
const invalidKey: PublicRefusal = { status: 401, about: "key", message: INVALID_KEY };
const notPermitted: PublicRefusal = {
  status: 403,
  about: "token",
  error: "insufficient_scope",
  message: NOT_PERMITTED,
};
const unavailable: PublicRefusal = { status: 503, about: "both", message: UNAVAILABLE };

/**
 * Every way to be refused: the stable code that operators see, and what the caller is told.
 * Many codes share one public answer, so that a caller cannot learn which check failed.
 */
export const REFUSALS: Readonly<Record<RefusalCode, PublicRefusal>> = {
  // No credential is at fault, so there is no challenge.
  origin_not_allowed: { status: 403, about: "both", message: ORIGIN_NOT_ALLOWED },
  path_malformed: { status: 400, about: "both", message: "The path cannot be read." },
  // The gateway's own answer to a path or method that no API has.
  api_unknown: { status: 404, about: "both", message: "Resource not found" },
  operation_unknown: { status: 404, about: "both", message: "Resource not found" },

  token_missing: missing("token", MISSING_TOKEN),
  key_missing: missing("key", MISSING_KEY),
  credentials_missing: missing("both", MISSING_EITHER),

  // RFC 6750 §3.1: an unsupported authentication method gets no error code.
  token_scheme: missing("token", MISSING_TOKEN),
  token_repeated: invalidToken,
  token_too_long: invalidToken,
  token_malformed: invalidToken,
  token_encryption: invalidToken,
  token_algorithm: invalidToken,
  token_header: invalidToken,
  token_foreign_resource: invalidToken,
  token_version: invalidToken,
  token_tenant: invalidToken,
  token_claims: invalidToken,
  token_issuer: invalidToken,
  token_audience: invalidToken,
  token_other_product: invalidToken,
  token_unknown_key: invalidToken,
  token_key_issuer: invalidToken,
  token_signature: invalidToken,
  token_expired: invalidToken,
  token_not_yet_valid: invalidToken,
  token_client: invalidToken,
  token_kind: invalidToken,

  role_missing: notPermitted,
  scope_missing: notPermitted,
  claim_missing: notPermitted,
  client_not_allowed: notPermitted,
  client_unknown: notPermitted,
  client_state: notPermitted,
  client_owner: notPermitted,
  client_not_linked: notPermitted,

  key_repeated: invalidKey,
  key_too_long: invalidKey,
  key_unknown: invalidKey,
  key_state: invalidKey,
  key_owner: invalidKey,
  key_retired: invalidKey,
  key_not_started: invalidKey,
  key_ended: invalidKey,
  key_other_product: invalidKey,
  key_other_api: invalidKey,
  credentials_disagree: invalidKey,

  signing_keys_unavailable: unavailable,
  subscriptions_unavailable: unavailable,
  clients_unavailable: unavailable,
};

/** A failed check: its code and, for operators only, what was expected and what was found. */
export interface Finding {
  readonly code: RefusalCode;
  /** What the check wanted, in words. Private: never part of an answer. */
  readonly expected?: string;
  /** What it found, shortened; never a token, a key or a secret. Private. */
  readonly actual?: string;
  /** For a classic mistake: what probably happened and what to do about it. Private. */
  readonly hint?: string;
}
