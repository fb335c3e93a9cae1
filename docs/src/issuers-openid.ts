import type { ProductAuthOptions } from "@product-auth/express";

// #region rfc-9068
export const anyIssuer: ProductAuthOptions<"orders"> = {
  issuer: "https://login.contoso.example",
  products: { orders: { audience: "https://orders.contoso.example", role: "use:orders" } },
};
// #endregion rfc-9068

// #region auth0
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
// #endregion auth0

// #region keycloak
export const keycloak: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      issuer: "https://login.contoso.example/realms/orders",
      clientClaim: "azp",
      callerOf: (claims) => (claims["client_id"] === undefined ? "delegated" : "app-only"),
    },
  ],
  products: { orders: { audience: "https://orders.contoso.example", role: "use-orders" } },
};
// #endregion keycloak

// #region several-issuers
export const severalIssuers: ProductAuthOptions<"orders"> = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  issuers: [
    { issuer: "https://login.contoso.example", algorithms: ["RS256", "ES256"] },
    { issuer: "urn:contoso:batch", jwksUri: "https://batch.contoso.example/keys", rolesClaim: "permissions" },
  ],
  products: {
    orders: {
      audience: ["api://55556666-ffff-7777-aaaa-8888bbbb9999", "https://orders.contoso.example"],
      role: "Orders.Use",
    },
  },
};
// #endregion several-issuers
