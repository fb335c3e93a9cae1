import type { ProductAuthOptions } from "@product-auth/express";
import { API, times, type Recipe } from "./recipe.js";

// #region options
export const google: ProductAuthOptions<"orders"> = {
  issuers: [{ issuer: "https://accounts.google.com", clientClaim: "azp" }],
  products: {
    orders: {
      audience: "https://orders.contoso.example",
      role: false,
      clients: ["102771234567890123456"], // the unique ids of the service accounts that may call
    },
  },
};
// #endregion options

export const recipe: Recipe = {
  title: "Google service accounts",
  options: google,
  discoveryUrl: "https://accounts.google.com/.well-known/openid-configuration",
  document: {
    issuer: "https://accounts.google.com",
    jwks_uri: "https://www.googleapis.com/oauth2/v3/certs",
  },
  key: { kid: "k1", use: "sig", alg: "RS256" },
  header: { typ: "JWT", kid: "k1" },
  claims: {
    aud: API,
    azp: "102771234567890123456",
    email: "batch@contoso.iam.gserviceaccount.com",
    email_verified: true,
    ...times,
    iss: "https://accounts.google.com",
    sub: "102771234567890123456",
  },
  client: "102771234567890123456",
  refused: {
    "another service account": [
      { azp: "109999999999999999999", sub: "109999999999999999999" },
      403,
      "client_not_allowed",
    ],
    "a user's ID token": [
      { aud: "1234.apps.googleusercontent.com", azp: "1234.apps.googleusercontent.com", sub: "1076" },
      401,
      "token_audience",
    ],
    "for another API": [{ aud: "https://other.example" }, 401, "token_audience"],
  },
};
