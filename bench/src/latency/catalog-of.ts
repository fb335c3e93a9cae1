import { APP_ID } from "./issuer.js";

/** APIs of a catalog. */
export const APIS = 1_000;

/**
 * A catalog of 1,000 APIs with three operations each, new objects at every call. Of two editions every API and operation
 * differs, but for the API that is called.
 */
export function catalogOf(edition: number) {
  const apis = Array.from({ length: APIS - 1 }, (_, i) => [
    `api-${i}`,
    {
      displayName: `API ${i}, edition ${edition}`,
      path: `team-${i % 40}/api-${i}`,
      products: [i % 2 === 0 ? "starter" : "internal"],
      operations: {
        list: { method: "GET", urlTemplate: `/items-${edition}` },
        read: { method: "GET", urlTemplate: `/items-${edition}/{id}` },
        create: { method: "POST", urlTemplate: `/items-${edition}` },
      },
    },
  ]);
  const products = {
    starter: { displayName: "Starter", audience: APP_ID, accepts: ["token", "key"] as ("token" | "key")[] },
    internal: { displayName: "Internal", accepts: ["key"] as "key"[] },
  };
  const orders = { displayName: "Orders", path: "orders", products: ["starter" as const] };
  return { products, apis: { orders, ...(Object.fromEntries(apis) as object) } };
}
