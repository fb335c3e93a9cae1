import type { ProductAuthOptions } from "@product-auth/express";
import { USER, now, times, type Recipe } from "./recipe.js";

// #region options
export const cognito: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E",
      audienceClaim: "client_id",
      rolesClaim: "scope",
    },
  ],
  products: {
    orders: {
      audience: ["4h57example1batch", "6k91example2report"], // the app clients that may call
      role: "orders/use", // resource server and custom scope
      requiredClaims: [{ name: "token_use", values: ["access"] }],
    },
  },
};
// #endregion options

export const recipe: Recipe = {
  title: "Amazon Cognito",
  options: cognito,
  discoveryUrl:
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/openid-configuration",
  document: {
    issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E",
    jwks_uri: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/jwks.json",
  },
  key: { kid: "k1", use: "sig", alg: "RS256" },
  header: { kid: "k1" },
  claims: {
    sub: "4h57example1batch",
    token_use: "access",
    scope: "orders/use",
    auth_time: now,
    iss: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E",
    ...times,
    version: 2,
    jti: "x",
    client_id: "4h57example1batch",
  },
  client: "4h57example1batch",
  refused: {
    "an ID token": [
      { token_use: "id", aud: "4h57example1batch", client_id: undefined, "cognito:username": "adele" },
      401,
      "token_audience",
    ],
    "a user's token": [{ sub: USER, username: "adele" }, 401, "token_kind"],
    "of another app client": [{ client_id: "1xyz", sub: "1xyz" }, 401, "token_audience"],
    "for another API, with resource binding": [{ aud: "https://other.example" }, 401, "token_audience"],
    "without the scope": [{ scope: "orders/other" }, 403, "role_missing"],
  },
};
