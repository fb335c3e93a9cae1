import { digestKey, type StoredSubscription } from "@product-auth/core/subscriptions";

/** A subscription with two keys, `{id}-primary` and `{id}-secondary`. */
export function stored(id: string, more: Partial<StoredSubscription> = {}): StoredSubscription {
  const key = (slot: "primary" | "secondary") => ({ slot, digest: digestKey(`${id}-${slot}`), hint: "…" });
  return {
    id,
    scope: "/products/pro",
    state: "active",
    createdDate: 1_700_000_000_000,
    keys: [key("primary"), key("secondary")],
    version: 1,
    ...more,
  };
}
