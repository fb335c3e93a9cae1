import type { ProductAuthOptions } from "@product-auth/express";
import { TENANT, USER, WEB_APP, now, times, type Recipe } from "./recipe.js";

// #region options
export const azureAdB2c: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      discoveryUrl:
        "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_signin/v2.0/.well-known/openid-configuration",
      clientClaim: "azp",
      scopesClaim: "scp",
    },
  ],
  products: {
    orders: {
      audience: "55556666-ffff-7777-aaaa-8888bbbb9999",
      requiredClaims: [{ name: "tfp", values: ["B2C_1_signin"] }], // all user flows have the same issuer
    },
  },
};
// #endregion options

export const recipe: Recipe = {
  title: "Azure AD B2C",
  options: azureAdB2c,
  scope: "orders.read",
  discoveryUrl: azureAdB2c.issuers![0]!.discoveryUrl!,
  document: {
    issuer: `https://contoso.b2clogin.com/${TENANT}/v2.0/`,
    jwks_uri: "https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_signin/discovery/v2.0/keys",
  },
  key: { kid: "k1", use: "sig", nbf: 1493763266 },
  header: { typ: "JWT", kid: "k1" },
  claims: {
    iss: `https://contoso.b2clogin.com/${TENANT}/v2.0/`,
    ...times,
    nbf: now - 10,
    aud: "55556666-ffff-7777-aaaa-8888bbbb9999",
    sub: USER,
    oid: USER,
    tfp: "B2C_1_signin",
    azp: WEB_APP,
    scp: "orders.read",
    ver: "1.0",
  },
  client: WEB_APP,
  refused: {
    "an ID token": [{ aud: WEB_APP, azp: undefined, scp: undefined }, 401, "token_audience"],
    "without the scope": [{ scp: undefined }, 403, "scope_missing"],
    "of another user flow": [{ tfp: "B2C_1_passwordreset" }, 403, "claim_missing"],
  },
};
