import type { ProductAuthOptions } from "@product-auth/express";
import { API, times, type Recipe } from "./recipe.js";

// #region options
export const auth0: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      issuer: "https://contoso.eu.auth0.com/", // with the slash: iss is compared exactly
      rolesClaim: "permissions",
      callerOf: (claims) => (String(claims["sub"]).endsWith("@clients") ? "app-only" : "delegated"),
    },
  ],
  products: { orders: { audience: "https://orders.contoso.example", role: "use:orders" } },
};
// #endregion options

export const recipe: Recipe = {
  title: "Auth0",
  options: auth0,
  discoveryUrl: "https://contoso.eu.auth0.com/.well-known/openid-configuration",
  document: {
    issuer: "https://contoso.eu.auth0.com/",
    jwks_uri: "https://contoso.eu.auth0.com/.well-known/jwks.json",
  },
  key: { kid: "k1", use: "sig", alg: "RS256", x5t: "x" },
  header: { typ: "JWT", kid: "k1" },
  claims: {
    iss: "https://contoso.eu.auth0.com/",
    sub: "batch@clients",
    aud: API,
    ...times,
    gty: "client-credentials",
    azp: "batch",
    permissions: ["use:orders"],
  },
  client: "batch",
  refused: {
    "a user's token": [
      { sub: "auth0|123456", aud: [API, "https://contoso.eu.auth0.com/userinfo"], gty: undefined },
      401,
      "token_kind",
    ],
    "an ID token": [{ aud: "batch", sub: "auth0|123456" }, 401, "token_audience"],
    "for the Management API": [{ aud: "https://contoso.eu.auth0.com/api/v2/" }, 401, "token_audience"],
    "without the permission": [{ permissions: [], scope: "use:orders" }, 403, "role_missing"],
  },
};
