import type { ProductAuthOptions } from "@product-auth/express";
import { API, now, times, type Recipe } from "./recipe.js";

// #region options
export const githubActions: ProductAuthOptions<"orders"> = {
  issuers: [{ issuer: "https://token.actions.githubusercontent.com", clientClaim: "sub" }],
  products: {
    orders: {
      audience: "https://orders.contoso.example",
      role: false,
      clients: ["repo:contoso/orders:environment:production"],
      requiredClaims: [{ name: "repository_owner_id", values: ["1234567"] }], // names can change owners
    },
  },
};
// #endregion options

export const recipe: Recipe = {
  title: "GitHub Actions",
  options: githubActions,
  discoveryUrl: "https://token.actions.githubusercontent.com/.well-known/openid-configuration",
  document: {
    issuer: "https://token.actions.githubusercontent.com",
    jwks_uri: "https://token.actions.githubusercontent.com/.well-known/jwks",
  },
  key: { kid: "k1", use: "sig", alg: "RS256", x5t: "x" },
  header: { typ: "JWT", kid: "k1", x5t: "x" },
  claims: {
    jti: "x",
    sub: "repo:contoso/orders:environment:production",
    aud: API,
    environment: "production",
    ref: "refs/heads/main",
    repository: "contoso/orders",
    repository_owner: "contoso",
    repository_owner_id: "1234567",
    iss: "https://token.actions.githubusercontent.com",
    nbf: now - 10,
    ...times,
  },
  client: "repo:contoso/orders:environment:production",
  refused: {
    "another repository": [{ sub: "repo:fabrikam/orders:environment:production" }, 403, "client_not_allowed"],
    "a pull request": [{ sub: "repo:contoso/orders:pull_request" }, 403, "client_not_allowed"],
    "a new owner of the same name": [{ repository_owner_id: "7654321" }, 403, "claim_missing"],
    "for the default audience": [{ aud: "https://github.com/contoso" }, 401, "token_audience"],
  },
};
