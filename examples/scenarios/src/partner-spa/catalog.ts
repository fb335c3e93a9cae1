import type { CatalogOptions } from "@product-auth/core";

export type ProductName = "partners" | "sandbox";
export type ApiName = "orders" | "test-orders";

/** Common name in the certificate that the gateway presents. */
export const GATEWAY = "gateway.contoso.example";

// #region catalog
/** `audience`: of the API's own registration. `app`: client id of the partner's app. */
export const catalog = (audience: string, app: string): CatalogOptions<ProductName, ApiName> => ({
  // First of all: only the gateway may connect. The preflights of browsers are answered before.
  policies: { clientCertificate: { identities: [{ commonName: GATEWAY }] } },
  products: {
    partners: {
      displayName: "Partners",
      description: "The orders of Fabrikam. **Users** sign in to the app of Fabrikam, which calls for them.",
      audience,
      clients: [app],
      groups: ["fabrikam"],
    },
    sandbox: {
      displayName: "Sandbox",
      description: "Invented orders, for developers who write the app. Your **key** is all you need.",
      accepts: ["key"],
      subscriptionsLimit: 2,
      groups: ["fabrikam"],
      rateLimit: { calls: 60, renewalPeriod: 60 },
    },
  },
  apis: {
    orders: {
      displayName: "Orders",
      path: "orders",
      products: ["partners"],
      operations: {
        "list-orders": { method: "GET", urlTemplate: "/", displayName: "List orders" },
        "place-order": { method: "POST", urlTemplate: "/", displayName: "Place an order" },
      },
    },
    "test-orders": {
      displayName: "Orders (test)",
      description: "The test backend: it answers as Orders does, with invented data.",
      path: "test/orders",
      products: ["sandbox"],
      operations: {
        "list-test-orders": { method: "GET", urlTemplate: "/", displayName: "List invented orders" },
      },
    },
  },
});

export const rules = {
  listOrders: { product: "partners", scopes: ["Orders.Read"] },
  placeOrders: { product: "partners", scopes: ["Orders.Write"] },
  listTestOrders: { product: "sandbox" },
} as const;
// #endregion catalog
