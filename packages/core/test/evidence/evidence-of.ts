import type { Decision, Subscription, VerifiedToken } from "#src/index.js";
import {
  type ClientEvidence,
  type Evidence,
  type KeyEvidence,
  type TokenEvidence,
} from "#src/evidence/evidence.js";
import { CLIENT as CLIENT_ID, PRO_ID, TENANT } from "../ids.js";
import { ABSENT } from "#src/request/credentials.js";

/** 2026-01-02T03:04:05Z, in seconds and in milliseconds. */
export const SECONDS = 1_767_323_045;
export const NOW = SECONDS * 1000;

/** An app-only v2 token for pro with its role, issued a minute ago and good for an hour. */
export const appToken = (over: Partial<VerifiedToken> = {}): VerifiedToken => ({
  profile: "entra-v2",
  issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  tenantId: TENANT,
  audience: PRO_ID,
  clientId: CLIENT_ID,
  caller: "app-only",
  roles: ["Product.Pro.All"],
  scopes: [],
  expiresAt: SECONDS + 3600,
  notBefore: SECONDS - 60,
  issuedAt: SECONDS - 60,
  id: "uti-1",
  claims: {},
  ...over,
});

/** A user's token through an application, with the scope Orders.Read. */
export const userToken = (over: Partial<VerifiedToken> = {}): VerifiedToken =>
  appToken({ caller: "delegated", roles: [], scopes: ["Orders.Read"], ...over });

/** An active subscription to pro. */
export const subscriptionTo = (over: Partial<Subscription> = {}): Subscription => ({
  id: "contoso",
  scope: "/products/pro",
  state: "active",
  ...over,
});

/** What may be known about a token. */
export const TOKEN: Readonly<Record<"absent" | "good" | "bad" | "unavailable", TokenEvidence>> = {
  absent: ABSENT,
  good: { kind: "good", token: appToken() },
  bad: { kind: "bad", code: "token_signature" },
  unavailable: {
    kind: "unavailable",
    code: "signing_keys_unavailable",
    retryAfter: 7,
    actual: "ECONNREFUSED",
  },
};

/** What may be known about a key. */
export const KEY: Readonly<Record<"absent" | "good" | "bad" | "unavailable", KeyEvidence>> = {
  absent: ABSENT,
  good: { kind: "good", subscription: subscriptionTo() },
  bad: { kind: "bad", code: "key_unknown" },
  unavailable: { kind: "unavailable", code: "subscriptions_unavailable", retryAfter: 5 },
};

const client = { id: CLIENT_ID, products: ["pro"], state: "active" } as const;

/** What may be known about the client application of a good token. */
export const CLIENT: Readonly<
  Record<"active" | "pending" | "stranger" | "unknown" | "unavailable", ClientEvidence>
> = {
  active: { kind: "good", client },
  pending: { kind: "good", client: { ...client, state: "pending" } },
  stranger: { kind: "good", client: { ...client, products: ["starter"] } },
  unknown: { kind: "unknown" },
  unavailable: { kind: "unavailable", code: "clients_unavailable", retryAfter: 5 },
};

/** Evidence of a token alone. */
export const byToken = (token: VerifiedToken): Evidence => ({ token: { kind: "good", token }, key: ABSENT });

/** Evidence of a key alone. */
export const byKey = (subscription: Subscription): Evidence => ({
  token: ABSENT,
  key: { kind: "good", subscription },
});

/** A decision in a few words: `admit pro token`, `401 token_expired`, `503 subscriptions_unavailable`. */
export const inWords = (decision: Decision): string =>
  decision.outcome === "admit"
    ? `admit ${decision.access.product} ${decision.access.credential}`
    : `${decision.status} ${decision.code}`;
