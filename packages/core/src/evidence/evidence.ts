import type { ClientApplication } from "./clients/client-application.js";
import type { Finding } from "../refusals/refusals.js";
import type { Writable } from "../lib/writable.js";
import type { Subscription } from "./subscriptions/subscription.js";
import type { TokenProfile } from "../catalog/products.js";
import type { Absent } from "../request/credentials.js";

/** Claims as they stand in a verified token, frozen at every depth. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** What a token whose signature, issuer and tenant hold says. Whether it opens a route is `decide`'s matter. */
export interface VerifiedToken {
  readonly profile: TokenProfile;
  readonly issuer: string;
  /** `tid` of Entra's tokens. */
  readonly tenantId?: string;
  /** `aud`: one string in Entra's tokens; of other issuers, those that they are trusted with. */
  readonly audience: string | readonly string[];
  /** `azp` (v2), `appid` (v1), `client_id` or `azp` of other issuers; absent when the token names no client. */
  readonly clientId?: string;
  /** Application itself, user through an application, or neither provably. */
  readonly caller: "app-only" | "delegated" | "unknown";
  /** `roles`, empty when absent. */
  readonly roles: readonly string[];
  /** `scp` split at spaces, empty when absent. */
  readonly scopes: readonly string[];
  /** `groups`; "unknown" when there were too many for the token. For handlers: no rule decides by them. */
  readonly groups?: readonly string[] | "unknown";
  /** `exp`, `nbf` and `iat` in seconds since 1970. Entra's tokens carry all three. */
  readonly expiresAt?: number;
  readonly notBefore?: number;
  readonly issuedAt?: number;
  /** The token's own id (`uti` or `jti`), safe to log. */
  readonly id?: string;
  /** All claims. Read from the token when they are first asked for, and kept from then on. */
  readonly claims: TokenClaims;
}

/** Could not find out: which code, how many seconds to wait, and why. */
export interface CouldNotTell {
  readonly kind: "unavailable";
  readonly code: "signing_keys_unavailable" | "subscriptions_unavailable" | "clients_unavailable";
  readonly retryAfter: number;
  readonly actual?: string;
  readonly rules?: TokenRules;
}

/** Whose rules a token was checked by; unknown until an issuer has taken it as its own. */
export type TokenRules = "entra" | "openid";

/** A presented credential that is no good, whatever the route demands. */
export interface Bad extends Finding {
  readonly kind: "bad";
  readonly rules?: TokenRules;
}

/** What we found out about the bearer token. */
export type TokenEvidence =
  Absent | Bad | CouldNotTell | { readonly kind: "good"; readonly token: VerifiedToken };

/** What we found out about the subscription key. */
export type KeyEvidence =
  Absent | Bad | CouldNotTell | { readonly kind: "good"; readonly subscription: Subscription };

/** What the registry of client applications says of the one that the token names; absent without a registry. */
export type ClientEvidence =
  | Absent
  | CouldNotTell
  | { readonly kind: "unknown" }
  | { readonly kind: "good"; readonly client: ClientApplication };

/** What we found out about all credentials of one request. Time plays no part in it. */
export interface Evidence {
  readonly token: TokenEvidence;
  readonly key: KeyEvidence;
  /** Absent without a registry, or without a good token. */
  readonly client?: ClientEvidence;
}

/** Makes a `Bad` of a finding. Member by member: floods come this way, and spreading takes four times as long. */
export function bad({ code, expected, actual, hint }: Finding, rules?: TokenRules): Bad {
  const found: Writable<Bad> = { kind: "bad", code };
  if (expected !== undefined) found.expected = expected;
  if (actual !== undefined) found.actual = actual;
  if (hint !== undefined) found.hint = hint;
  if (rules !== undefined) found.rules = rules;
  return found;
}
