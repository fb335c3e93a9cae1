import type { ClientApplication } from "./clients/client-application.js";
import type { Finding } from "../refusals/refusals.js";
import type { Writable } from "../lib/writable.js";
import type { Subscription } from "./subscriptions/subscription.js";
import type { TokenProfile } from "../catalog/products.js";
import type { Absent } from "../request/credentials.js";

/** The claims of a verified token, frozen at every depth. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** A token whose signature, issuer and tenant are valid. `decide` judges time, product and rights. */
export interface VerifiedToken {
  readonly profile: TokenProfile;
  readonly issuer: string;
  /** `tid` of Entra's tokens. */
  readonly tenantId?: string;
  /** `aud`: one string in Entra's tokens; for other issuers, the values that the issuer is trusted with. */
  readonly audience: string | readonly string[];
  /** `azp` (v2), `appid` (v1), `client_id` or `azp` of other issuers; absent when the token names no client. */
  readonly clientId?: string;
  /** Whether an application calls for itself, or for a user; "unknown" when the token proves neither. */
  readonly caller: "app-only" | "delegated" | "unknown";
  /** `roles`, empty when absent. */
  readonly roles: readonly string[];
  /** `scp` split at spaces, empty when absent. */
  readonly scopes: readonly string[];
  /** `groups`; "unknown" when there are too many for the token. For handlers only: no rule uses them. */
  readonly groups?: readonly string[] | "unknown";
  /** `exp`, `nbf` and `iat` in seconds since 1970. Entra's tokens carry all three. */
  readonly expiresAt?: number;
  readonly notBefore?: number;
  readonly issuedAt?: number;
  /** The token's own id (`uti` or `jti`), safe to log. */
  readonly id?: string;
  /** All claims. Parsed on first access, then kept. */
  readonly claims: TokenClaims;
}

/** A lookup failed: the refusal code, the seconds to wait before a retry, and why. */
export interface UnavailableEvidence {
  readonly kind: "unavailable";
  readonly code: "signing_keys_unavailable" | "subscriptions_unavailable" | "clients_unavailable";
  readonly retryAfter: number;
  readonly actual?: string;
  readonly rules?: TokenRules;
}

/** Which issuer's checks a token went through; undefined until an issuer has claimed it. */
export type TokenRules = "entra" | "openid";

/** A credential that is invalid for every route. */
export interface BadCredential extends Finding {
  readonly kind: "bad";
  readonly rules?: TokenRules;
}

/** A genuine token. */
export interface GoodToken {
  readonly kind: "good";
  readonly token: VerifiedToken;
  /** The client that it names, as handlers see it, frozen: made once for a token, where tokens are known. */
  readonly client?: { readonly id: string } | undefined;
}

/** The result of examining the bearer token. */
export type TokenEvidence = Absent | BadCredential | UnavailableEvidence | GoodToken;

/** The result of examining the subscription key. */
export type KeyEvidence =
  | Absent
  | BadCredential
  | UnavailableEvidence
  | { readonly kind: "good"; readonly subscription: Subscription };

/** The result of looking up the token's client application; absent without a registry. */
export type ClientEvidence =
  | Absent
  | UnavailableEvidence
  | { readonly kind: "unknown" }
  | { readonly kind: "good"; readonly client: ClientApplication };

/** The results for all credentials of one request. They do not depend on the time. */
export interface Evidence {
  readonly token: TokenEvidence;
  readonly key: KeyEvidence;
  /** Absent without a registry, or without a valid token. */
  readonly client?: ClientEvidence;
}

/** Makes a `BadCredential` of a finding. Copies member by member: spreading takes four times as long in a flood of bad tokens. */
export function bad({ code, expected, actual, hint }: Finding, rules?: TokenRules): BadCredential {
  const found: Writable<BadCredential> = { kind: "bad", code };
  if (expected !== undefined) found.expected = expected;
  if (actual !== undefined) found.actual = actual;
  if (hint !== undefined) found.hint = hint;
  if (rules !== undefined) found.rules = rules;
  return found;
}
