import type { ProductAuthOptions } from "@product-auth/express";

// #region rfc-9068
export const anyIssuer: ProductAuthOptions<"orders"> = {
  issuer: "https://login.contoso.example",
  products: { orders: { audience: "https://orders.contoso.example", role: "use:orders" } },
};
// #endregion rfc-9068

// #region claims
export const claimsElsewhere: ProductAuthOptions<"orders"> = {
  issuers: [
    { issuer: "https://a.contoso.example", rolesClaim: ["realm_access", "roles"] },
    { issuer: "https://b.contoso.example", rolesClaim: { membersOf: "urn:contoso:roles" } },
    {
      issuer: "https://c.contoso.example",
      rolesClaim: ({ groups }) =>
        Array.isArray(groups) && groups.includes("order-clerks") ? "use:orders" : undefined,
    },
  ],
  products: { orders: { audience: "https://orders.contoso.example", role: "use:orders" } },
};
// #endregion claims

// #region audience
export const noAudience: ProductAuthOptions<"orders"> = {
  issuers: [{ issuer: "https://login.contoso.example", audienceClaim: "client_id" }],
  products: {
    orders: {
      audience: ["batch", "reports"], // the clients whose tokens are for this product
      role: "use:orders",
      requiredClaims: [{ name: "token_use", values: ["access"] }],
    },
  },
};
// #endregion audience

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

// #region inside
/** `inside`: the issuer's address in the cluster, such as `http://keycloak:8080`. */
export function inCluster(inside: string): ProductAuthOptions<"orders"> {
  const outside = "https://login.contoso.example";
  return {
    issuers: [
      {
        issuer: `${outside}/realms/orders`, // as in the tokens
        jwksUri: `${outside}/realms/orders/protocol/openid-connect/certs`,
      },
    ],
    products: { orders: { audience: "https://orders.contoso.example", role: "use:orders" } },
    fetch: (url, init) => fetch((url as string).replace(`${outside}/`, `${inside}/`), init),
  };
}
// #endregion inside
