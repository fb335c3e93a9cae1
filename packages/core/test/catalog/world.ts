import {
  createProductAuth,
  type Access,
  type Decision,
  type ProductAuth,
  type ProductAuthOptions,
} from "#src/index.js";
import { viewOf } from "../request/view-of.js";

/** What a decision says, with the context in which the request goes on: `200 gold key`, `200 API none`, `401 key_unknown`. */
export function said(decision: Decision): string {
  if (decision.outcome !== "admit") return `${decision.status} ${decision.code}`;
  const { product, credential } = decision.access as Access<string | undefined>;
  return `200 ${product ?? "API"} ${credential}`;
}

/** Keys of the subscriptions below, one for each kind of scope, and one that nobody has. */
export const KEYS = {
  gold: "key-gold",
  free: "key-free",
  orders: "key-orders",
  audit: "key-audit",
  apis: "key-apis",
  master: "key-master",
  suspended: "key-suspended",
  unknown: "key-unknown",
} as const;

/**
 * `orders` and `audit` are APIs; `gold` is a protected product, `free` an open one; `silver` contains no API. The
 * products of `orders` and whether it needs a subscription are as given.
 */
export function worldOf(
  products: readonly ("gold" | "free")[],
  subscriptionRequired = true,
  more: Partial<ProductAuthOptions<"gold" | "free" | "silver", "orders" | "audit">> = {},
): ProductAuth<"gold" | "free" | "silver", "orders" | "audit"> {
  return createProductAuth({
    products: { gold: { accepts: ["key"] }, free: { accepts: ["open"] }, silver: { accepts: ["key"] } },
    apis: {
      orders: { path: "orders", ...(products.length > 0 && { products }), subscriptionRequired },
      audit: { path: "audit" },
    },
    subscriptions: [
      { id: "gold", scope: "/products/gold", primaryKey: KEYS.gold },
      { id: "free", scope: "/products/free", primaryKey: KEYS.free },
      { id: "orders", scope: "/apis/orders", primaryKey: KEYS.orders },
      { id: "audit", scope: "/apis/audit", primaryKey: KEYS.audit },
      { id: "apis", scope: "/apis", primaryKey: KEYS.apis },
      { id: "master", scope: "/", primaryKey: KEYS.master },
      { id: "suspended", scope: "/products/gold", primaryKey: KEYS.suspended, state: "suspended" },
    ],
    ...more,
  });
}

/** A request to this path, with a key or without. */
export const asking = (path: string, key?: string) =>
  viewOf(
    { host: "api.example.com", ...(key !== undefined && { "ocp-apim-subscription-key": key }) },
    { path },
  );
