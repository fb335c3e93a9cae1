// #region options
import { productAuth, type ExpressProductAuth, type SubscriptionStore } from "@product-auth/express";

export function createAuth(store: SubscriptionStore): ExpressProductAuth<"starter" | "pro"> {
  return productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
      pro: {
        displayName: "Pro",
        audience: "api://7b0c9e11-2222-4333-8444-955566667777",
        accepts: ["token", "key"],
      },
    },
    subscriptions: store,
  });
}
// #endregion options
