import type { ProductAuthOptions } from "@product-auth/express";
import { times, type Recipe } from "./recipe.js";

// #region options
export const keycloak: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      issuer: "https://login.contoso.example/realms/shop",
      rolesClaim: ["realm_access", "roles"], // client roles: ["resource_access", "orders-api", "roles"]
      clientClaim: "azp",
      callerOf: (claims) => (claims["client_id"] === undefined ? "delegated" : "app-only"),
    },
  ],
  products: {
    orders: {
      audience: "orders-api",
      role: "use-orders",
      requiredClaims: [{ name: "typ", values: ["Bearer"] }], // ID tokens have "ID"
    },
  },
};
// #endregion options

export const realmRoles: Recipe = {
  title: "Keycloak, realm roles",
  options: keycloak,
  ...published(),
  claims: token({ realm_access: { roles: ["offline_access", "use-orders"] } }),
  client: "batch",
  refused: {
    "a user's token": [{ client_id: undefined, preferred_username: "adele" }, 401, "token_kind"],
    "without an audience mapper": [{ aud: "account" }, 401, "token_audience"],
    "an ID token": [{ aud: "batch", typ: "ID", at_hash: "x" }, 401, "token_audience"],
    "an ID token for the API": [{ typ: "ID" }, 403, "claim_missing"],
    "a role of another client": [
      { realm_access: { roles: [] }, resource_access: { account: { roles: ["use-orders"] } } },
      403,
      "role_missing",
    ],
  },
};

export const clientRoles: Recipe = {
  title: "Keycloak, client roles",
  options: {
    ...keycloak,
    issuers: [{ ...keycloak.issuers![0], rolesClaim: ["resource_access", "orders-api", "roles"] as const }],
  },
  ...published(),
  claims: token({ resource_access: { "orders-api": { roles: ["use-orders"] } } }),
  client: "batch",
  refused: {
    "a realm role of that name": [
      { resource_access: {}, realm_access: { roles: ["use-orders"] } },
      403,
      "role_missing",
    ],
    "a user's token": [{ client_id: undefined }, 401, "token_kind"],
  },
};

function published(): Pick<Recipe, "discoveryUrl" | "document" | "key" | "otherKeys" | "header"> {
  const issuer = "https://login.contoso.example/realms/shop";
  return {
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    document: { issuer, jwks_uri: `${issuer}/protocol/openid-connect/certs` },
    key: { kid: "k1", use: "sig", alg: "RS256", x5t: "x" },
    otherKeys: [{ kid: "k2", kty: "RSA", use: "enc", alg: "RSA-OAEP", n: "x", e: "AQAB" }],
    header: { typ: "JWT", kid: "k1" },
  };
}

function token(more: object): Readonly<Record<string, unknown>> {
  return {
    ...times,
    jti: "x",
    iss: "https://login.contoso.example/realms/shop",
    aud: ["orders-api", "account"],
    sub: "d952cf23-7e0a-4a5c-9d57-6c5c1a5a9a11",
    typ: "Bearer",
    azp: "batch",
    realm_access: { roles: ["offline_access"] },
    scope: "email profile",
    preferred_username: "service-account-batch",
    client_id: "batch",
    ...more,
  };
}
