import type { ProductAuthOptions } from "@product-auth/express";
import { API, WEB_APP, times, type Recipe } from "./recipe.js";

// #region options
export const adFs: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      issuer: "http://fs.contoso.example/adfs/services/trust", // access_token_issuer in the document
      discoveryUrl: "https://fs.contoso.example/adfs/.well-known/openid-configuration",
      clientClaim: "appid",
      rolesClaim: "role",
      callerOf: ({ apptype, sub }) =>
        apptype === "Confidential" && sub === undefined ? "app-only" : "delegated",
    },
  ],
  products: { orders: { audience: "https://orders.contoso.example", role: "use-orders" } },
};
// #endregion options

export const recipe: Recipe = {
  title: "AD FS",
  options: adFs,
  discoveryUrl: "https://fs.contoso.example/adfs/.well-known/openid-configuration",
  document: {
    issuer: "https://fs.contoso.example/adfs",
    jwks_uri: "https://fs.contoso.example/adfs/discovery/keys",
    access_token_issuer: "http://fs.contoso.example/adfs/services/trust",
  },
  key: { kid: "k1", use: "sig", alg: "RS256", x5t: "k1" },
  header: { typ: "JWT", kid: "k1", x5t: "k1" },
  claims: {
    aud: API,
    iss: "http://fs.contoso.example/adfs/services/trust",
    ...times,
    apptype: "Confidential",
    appid: WEB_APP,
    authmethod: "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password",
    ver: "1.0",
    role: "use-orders",
  },
  client: WEB_APP,
  refused: {
    "a user's token": [{ sub: "x", upn: "adele@contoso.example", scp: "openid" }, 401, "token_kind"],
    "a user's token through a public client": [{ apptype: "Public" }, 401, "token_kind"],
    "an ID token": [{ iss: "https://fs.contoso.example/adfs", aud: WEB_APP }, 401, "token_issuer"],
    "for another API": [{ aud: "https://other.example" }, 401, "token_audience"],
    "without the rule that writes role": [{ role: undefined }, 403, "role_missing"],
  },
};
