import { fileURLToPath } from "node:url";
import type { CatalogOptions } from "@product-auth/core";

/** Names of the products. */
export type ProductName = "starter" | "pro" | "analytics" | "internal" | "draft";

const openapi = (name: string) => fileURLToPath(new URL(`../openapi/${name}.yaml`, import.meta.url));

/** The products and APIs of Contoso. `audienceOf`: the audience of a product, as the issuer registered it. */
export function catalog(
  audienceOf: (product: "pro" | "analytics") => string,
): CatalogOptions<ProductName, "orders" | "reports" | "internal"> {
  return {
    products: {
      starter: {
        displayName: "Starter",
        description: "Read and place orders with a key. **Free**, for trying things out.",
        accepts: ["key"],
        subscriptionsLimit: 2,
        rateLimit: { calls: 60, renewalPeriod: 60 },
      },
      pro: {
        displayName: "Pro",
        description:
          "Orders and reports, for applications in production.\n\nCall it with a token from Microsoft Entra ID, or with a key.",
        audience: audienceOf("pro"),
        accepts: ["token", "key"],
        approvalRequired: true,
        subscriptionsLimit: 1,
        terms: "Use Pro for your own customers only. We may suspend a subscription that harms other callers.",
        quota: { calls: 10_000, renewalPeriod: 86_400 },
      },
      analytics: {
        displayName: "Analytics",
        description: "Yearly reports, for applications with a token.",
        audience: audienceOf("analytics"),
      },
      internal: {
        displayName: "Internal",
        description: "For partners only.",
        accepts: ["key"],
        groups: ["partners"],
      },
      draft: {
        displayName: "Draft",
        description: "Not published yet.",
        accepts: ["key"],
        state: "notPublished",
      },
    },
    apis: {
      orders: {
        displayName: "Orders",
        description: "List, read and create orders.",
        path: "orders",
        products: ["starter", "pro"],
        openapi: openapi("orders"),
        operations: {
          "list-orders": { method: "GET", urlTemplate: "/", displayName: "List orders" },
          "create-order": { method: "POST", urlTemplate: "/", displayName: "Create order" },
          "read-order": { method: "GET", urlTemplate: "/{id}", displayName: "Read order" },
        },
      },
      reports: {
        displayName: "Reports",
        description: "What was sold, by year.",
        path: "reports",
        products: ["pro", "analytics"],
        openapi: openapi("reports"),
        operations: {
          "read-report": { method: "GET", urlTemplate: "/{year}", displayName: "Read report" },
        },
      },
      internal: {
        displayName: "Internal",
        path: "internal",
        products: ["internal"],
        operations: { "read-internal": { method: "GET", urlTemplate: "/", displayName: "Read internal" } },
      },
    },
  };
}
