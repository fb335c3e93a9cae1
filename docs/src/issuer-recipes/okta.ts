import type { ProductAuthOptions } from "@product-auth/express";
import { times, type Recipe } from "./recipe.js";

// #region options
export const okta: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      issuer: "https://contoso.okta.com/oauth2/default",
      clientClaim: "cid",
      rolesClaim: "scp", // the scopes that the authorization server grants to applications
    },
  ],
  products: { orders: { audience: "api://default", role: "orders.use" } },
};
// #endregion options

export const recipe: Recipe = {
  title: "Okta",
  options: okta,
  discoveryUrl: "https://contoso.okta.com/oauth2/default/.well-known/openid-configuration",
  document: {
    issuer: "https://contoso.okta.com/oauth2/default",
    jwks_uri: "https://contoso.okta.com/oauth2/default/v1/keys",
  },
  key: { kid: "k1", use: "sig", alg: "RS256" },
  header: { kid: "k1" },
  claims: {
    ver: 1,
    jti: "AT.x",
    iss: "https://contoso.okta.com/oauth2/default",
    aud: "api://default",
    ...times,
    cid: "0oa1batch",
    scp: ["orders.use"],
    sub: "0oa1batch",
  },
  client: "0oa1batch",
  refused: {
    "a user's token": [{ sub: "adele@contoso.example", uid: "00u1" }, 401, "token_kind"],
    "of the org authorization server": [
      { iss: "https://contoso.okta.com", aud: "https://contoso.okta.com" },
      401,
      "token_issuer",
    ],
    "an ID token": [{ aud: "0oa1batch", sub: "00u1", scp: undefined }, 401, "token_audience"],
    "without the scope": [{ scp: ["other"] }, 403, "role_missing"],
  },
};
