import { digestKey, hintOf, type StoredKey, type StoredSubscription } from "@product-auth/core/subscriptions";

/** Digest of the key that a sample subscription has in this place. */
export const digestOf = (id: string, place = "primary"): string => digestKey(`${place} of ${id}`);

/** A key at rest. */
export function keyOf(id: string, slot: StoredKey["slot"], more: Partial<StoredKey> = {}): StoredKey {
  return { slot, digest: digestOf(id, slot), hint: hintOf(`${slot} of ${id}`), ...more };
}

/** A subscription with two keys, at version 1. */
export function sample(id: string, more: Partial<StoredSubscription> = {}): StoredSubscription {
  return {
    id,
    scope: "/products/pro",
    state: "active",
    createdDate: Date.UTC(2026, 0, 1),
    keys: [keyOf(id, "primary"), keyOf(id, "secondary")],
    version: 1,
    ...more,
  };
}

/** The next version of a subscription. */
export function next(old: StoredSubscription, more: Partial<StoredSubscription> = {}): StoredSubscription {
  return { ...old, ...more, version: old.version + 1 };
}

/** A subscription that uses every member, with a key of either slot and a retired one. */
export function fullSample(id: string): StoredSubscription {
  return sample(id, {
    scope: "/apis/orders",
    state: "suspended",
    displayName: 'Zoë\'s 订单 👩🏽‍🚀 "quoted" \\ and\nbroken',
    ownerId: "/users/zoë@contoso.example",
    ownerState: "blocked",
    stateComment: "late: <b>3</b> invoices; 'soon'",
    createdDate: Date.UTC(2026, 1, 3, 4, 5, 6, 789),
    startDate: Date.UTC(1969, 11, 31, 23, 59, 59, 999),
    endDate: Date.UTC(2199, 0, 1),
    keys: [
      keyOf(id, "primary", { pepper: "Ab3-_xYz" }),
      keyOf(id, "secondary"),
      keyOf(id, "primary", { digest: digestOf(id, "retired"), endsAt: Date.UTC(2026, 5, 1, 0, 0, 0, 1) }),
    ],
    version: 3,
  });
}
