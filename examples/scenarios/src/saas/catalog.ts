import type { CatalogOptions } from "@product-auth/core";

/** Names of the products. */
export type ProductName = "free" | "pro";
type ApiName = "forecasts" | "history";

// #region catalog
/** `audience`: of the registration of Pro. */
export const catalog = (audience: string): CatalogOptions<ProductName, ApiName> => ({
  products: {
    free: {
      displayName: "Free",
      description: "For trying things out: a **test key**, at once, with low limits.",
      accepts: ["key"],
      subscriptionsLimit: 1,
      rateLimit: { calls: 5, renewalPeriod: 60, remainingCallsHeaderName: "X-Calls-Left" },
      quota: { calls: 500, renewalPeriod: 86_400, apis: { history: { calls: 2 } } },
    },
    pro: {
      displayName: "Pro",
      description: "For production: a token of your application, **or** a key. Paid by the month.",
      audience,
      accepts: ["token", "key"],
      approvalRequired: true,
      subscriptionsLimit: 2,
      terms: "Pro is paid by the month. Show the source of the data where you use it.",
      rateLimit: { calls: 300, renewalPeriod: 60, remainingCallsHeaderName: "X-Calls-Left" },
      quota: { calls: 100_000, renewalPeriod: 2_592_000 },
    },
  },
  apis: {
    forecasts: {
      displayName: "Forecasts",
      path: "forecasts",
      products: ["free", "pro"],
      operations: {
        "read-forecast": { method: "GET", urlTemplate: "/{city}", displayName: "Read forecast" },
      },
    },
    history: {
      displayName: "History",
      path: "history",
      products: ["free", "pro"],
      operations: {
        "read-history": { method: "GET", urlTemplate: "/{city}", displayName: "Read history" },
      },
    },
  },
});
// #endregion catalog
