import type { ProductAuthOptions } from "@product-auth/express";
import { now, times, type Recipe } from "./recipe.js";

// #region options
export const duende: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      issuer: "https://identity.contoso.example",
      rolesClaim: "scope",
      callerOf: (claims) => (claims["sub"] === undefined ? "app-only" : "delegated"),
    },
  ],
  products: { orders: { audience: "orders", role: "orders.use" } },
};
// #endregion options

export const recipe: Recipe = {
  title: "Duende IdentityServer",
  options: duende,
  discoveryUrl: "https://identity.contoso.example/.well-known/openid-configuration",
  document: {
    issuer: "https://identity.contoso.example",
    jwks_uri: "https://identity.contoso.example/.well-known/openid-configuration/jwks",
  },
  key: { kid: "k1", use: "sig", alg: "RS256" },
  header: { typ: "at+jwt", kid: "k1" },
  claims: {
    iss: "https://identity.contoso.example",
    nbf: now - 10,
    ...times,
    aud: "orders",
    scope: ["orders.use"],
    client_id: "batch",
    jti: "x",
  },
  client: "batch",
  refused: {
    "a user's token": [{ sub: "88421113", idp: "local", amr: ["pwd"] }, 401, "token_kind"],
    "without an API resource": [{ aud: undefined }, 401, "token_audience"],
    "for another API resource": [{ aud: "customers" }, 401, "token_audience"],
    "an ID token": [{ aud: "batch", sub: "88421113", at_hash: "x" }, 401, "token_audience"],
    "without the scope": [{ scope: ["orders.read"] }, 403, "role_missing"],
  },
};
