import type { ProductAuthOptions, Rule } from "#src/index.js";
import { KEYS, presenting } from "../evidence/tokens/issued.js";

/** Names of the products. */
export type Name = "starter" | "pro";

/** A request and what it may cost. */
export interface Costs {
  /** `token` is a good one for `pro`. */
  readonly headers: (token: string) => Record<string, string>;
  /** One after another; the last one says what is decided. */
  readonly guards: readonly Rule<Name>[];
  readonly decides: string;
  /** Look-ups are exact; header fields and query parameters may be read less often. */
  readonly costs: { readonly lookUps: number; readonly headers: number; readonly queries: number };
  /** Whether the store answers later, and the same was asked before. */
  readonly remembered?: true;
  readonly options?: Partial<ProductAuthOptions<Name>>;
}

/** The subscriptions that the keys stand for. */
export const SUBSCRIPTIONS = [
  { id: "contoso-pro", scope: "/products/pro", primaryKey: KEYS.contoso },
  { id: "late-pro", scope: "/products/pro", primaryKey: "suspended", state: "suspended" },
] as const;

const PRO: Rule<Name> = { product: "pro" };
const TOKEN_ONLY: Rule<Name> = { product: "pro", accepts: ["token"] };

const NOTHING_ASKED = { lookUps: 0, headers: 2, queries: 1 };

/** Requests of every kind. The product `pro` takes tokens and keys. */
export const COSTS: Readonly<Record<string, Costs>> = {
  "a token where only tokens are accepted": {
    headers: (token) => presenting(token),
    guards: [TOKEN_ONLY],
    decides: "admit pro token",
    costs: NOTHING_ASKED,
  },
  "a token where only tokens are accepted, a key beside it": {
    headers: (token) => presenting(token, KEYS.contoso),
    guards: [TOKEN_ONLY],
    decides: "admit pro token",
    costs: { ...NOTHING_ASKED, queries: 0 },
  },
  "a token where keys are accepted too": {
    headers: (token) => presenting(token),
    guards: [PRO],
    decides: "admit pro token",
    costs: NOTHING_ASKED,
  },
  "a key": {
    headers: () => presenting(undefined, KEYS.contoso),
    guards: [PRO],
    decides: "admit pro key",
    costs: { lookUps: 1, headers: 2, queries: 0 },
  },
  "a key that is remembered": {
    headers: () => presenting(undefined, KEYS.contoso),
    guards: [PRO],
    decides: "admit pro key",
    costs: { lookUps: 0, headers: 2, queries: 0 },
    remembered: true,
  },
  "a key before three guards": {
    headers: () => presenting(undefined, KEYS.contoso),
    guards: [{ product: ["starter", "pro"] }, PRO, { product: "pro", accepts: ["key"] }],
    decides: "admit pro key",
    costs: { lookUps: 1, headers: 2, queries: 0 },
  },
  "a token before three guards": {
    headers: (token) => presenting(token),
    guards: [{ product: ["starter", "pro"] }, PRO, TOKEN_ONLY],
    decides: "admit pro token",
    costs: NOTHING_ASKED,
  },
  "a token with a key": {
    headers: (token) => presenting(token, KEYS.contoso),
    guards: [PRO],
    decides: "admit pro both",
    costs: { lookUps: 1, headers: 2, queries: 0 },
  },
  "a key under the older of two peppers": {
    headers: () => presenting(undefined, KEYS.contoso),
    guards: [PRO],
    decides: "admit pro key",
    costs: { lookUps: 2, headers: 2, queries: 0 },
    options: { subscriptionKeyPepper: { current: "this year's", previous: [""] } },
  },
  // Refusals read the host as well, for the realm of the key's challenge.
  "no credential": {
    headers: () => presenting(),
    guards: [PRO],
    decides: "401 credentials_missing",
    costs: { lookUps: 0, headers: 3, queries: 1 },
  },
  garbage: {
    headers: () => presenting("garbage"),
    guards: [PRO],
    decides: "401 token_malformed",
    costs: { lookUps: 0, headers: 3, queries: 1 },
  },
  "garbage with a good key": {
    headers: () => presenting("garbage", KEYS.contoso),
    guards: [PRO],
    decides: "401 token_malformed",
    costs: { lookUps: 0, headers: 3, queries: 0 },
  },
  "an unknown key": {
    headers: () => presenting(undefined, "wrong"),
    guards: [PRO],
    decides: "401 key_unknown",
    costs: { lookUps: 1, headers: 3, queries: 0 },
  },
  "an unknown key that is remembered": {
    headers: () => presenting(undefined, "wrong"),
    guards: [PRO],
    decides: "401 key_unknown",
    costs: { lookUps: 0, headers: 3, queries: 0 },
    remembered: true,
  },
  "a suspended key before three guards": {
    headers: () => presenting(undefined, "suspended"),
    guards: [PRO, PRO, PRO],
    decides: "401 key_state",
    costs: { lookUps: 1, headers: 3, queries: 0 },
  },
};
