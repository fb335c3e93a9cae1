import type { AnyRule } from "../adapter-harness.js";

/** What a request carries: at most one token and one key. */
export interface Carried {
  /** An application's token, with the product's role or without; a user's token, with the scope or without; an expired one. */
  readonly token?: "role" | "no role" | "scope" | "no scope" | "expired";
  readonly key?: "good" | "bad";
}

/** The rules of the table, by the path of their route. */
export const ANY_OF_RULES: Readonly<Record<"/role-or-scope" | "/role-or-key" | "/scope-or-key", AnyRule>> = {
  "/role-or-scope": { anyOf: [{ product: "starter" }, { product: "starter", scopes: ["Orders.Read"] }] },
  "/role-or-key": { anyOf: [{ product: "starter" }, { product: "batch" }] },
  "/scope-or-key": { anyOf: [{ product: "starter", scopes: ["Orders.Read"] }, { product: "batch" }] },
};

/**
 * What each rule decides about each combination of credentials: status, and the credential that was accepted or the code
 * of the refusal. The page "Rules and guards" shows the same table.
 */
export const ANY_OF_TABLE: readonly (readonly [
  inWords: string,
  carried: Carried,
  roleOrScope: string,
  roleOrKey: string,
  scopeOrKey: string,
])[] = [
  ["nothing", {}, "401 token_missing", "401 credentials_missing", "401 credentials_missing"],
  ["application with the role", { token: "role" }, "200 token", "200 token", "401 token_kind"],
  [
    "application without the role",
    { token: "no role" },
    "403 role_missing",
    "403 role_missing",
    "401 token_kind",
  ],
  ["user with the scope", { token: "scope" }, "200 token", "401 token_kind", "200 token"],
  [
    "user without the scope",
    { token: "no scope" },
    "403 scope_missing",
    "401 token_kind",
    "403 scope_missing",
  ],
  ["expired token", { token: "expired" }, "401 token_expired", "401 token_expired", "401 token_expired"],
  ["good key", { key: "good" }, "401 token_missing", "200 key", "200 key"],
  ["bad key", { key: "bad" }, "401 token_missing", "401 key_unknown", "401 key_unknown"],
  [
    "application with the role, good key",
    { token: "role", key: "good" },
    "200 token",
    "200 token",
    "200 key",
  ],
  [
    "application without the role, good key",
    { token: "no role", key: "good" },
    "403 role_missing",
    "200 key",
    "200 key",
  ],
  ["user with the scope, good key", { token: "scope", key: "good" }, "200 token", "200 key", "200 token"],
  [
    "user without the scope, good key",
    { token: "no scope", key: "good" },
    "403 scope_missing",
    "200 key",
    "200 key",
  ],
  [
    "expired token, good key",
    { token: "expired", key: "good" },
    "401 token_expired",
    "401 token_expired",
    "401 token_expired",
  ],
  [
    "application with the role, bad key",
    { token: "role", key: "bad" },
    "200 token",
    "401 key_unknown",
    "401 key_unknown",
  ],
  [
    "user with the scope, bad key",
    { token: "scope", key: "bad" },
    "200 token",
    "401 key_unknown",
    "401 key_unknown",
  ],
  [
    "expired token, bad key",
    { token: "expired", key: "bad" },
    "401 token_expired",
    "401 key_unknown",
    "401 key_unknown",
  ],
];
