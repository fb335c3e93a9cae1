import type { Change, ProvisionReport } from "@product-auth/graph";

/** A catalog with all that `provision` reads. */
export const CATALOG = {
  products: { gold: { displayName: "Gold" }, silver: {}, keys: { accepts: ["key"] } },
  apis: { orders: { path: "orders", products: ["gold"] } },
  provision: {
    instance: "shop-test",
    clients: { batch: { displayName: "Orders batch", products: ["gold"] } },
  },
};

export const change = (action: Change["action"], at: string, fields: Change["fields"] = []): Change => ({
  action,
  at,
  done: false,
  fields,
});

/** The plan in the specification of the report. */
export const PLAN: ProvisionReport = {
  report: 1,
  mode: "plan",
  exit: 0,
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  instance: "shop-test",
  changes: [
    change("create", "products.gold"),
    change("update", "products.silver", [{ name: "requestedAccessTokenVersion", from: 1, to: 2 }]),
  ],
  products: {
    gold: {
      applicationId: null,
      objectId: null,
      servicePrincipalId: null,
      audience: null,
      role: "Product.Gold.All",
      roleId: "11111111-2222-5333-8444-555555555555",
    },
  },
  clients: {},
  findings: [
    {
      code: "P40",
      severity: "warning",
      at: "clients.old",
      message: "no longer in the catalog",
      fix: "--prune deletes it",
    },
  ],
  catalog: { path: null, changed: true },
};

/** A plan without changes. */
export const NOTHING: ProvisionReport = {
  ...PLAN,
  changes: [],
  findings: [],
  catalog: { path: null, changed: false },
};

/** The report of a plan that was carried out, but for the changes at these places. */
export const done = (plan: ProvisionReport, ...undone: readonly string[]): ProvisionReport => ({
  ...plan,
  mode: "apply",
  changes: plan.changes.map((one) => ({ ...one, done: !undone.includes(one.at) })),
});
