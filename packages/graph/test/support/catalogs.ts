import type { ProvisionCatalog } from "@product-auth/graph";

/** The catalog of the specification: a product and a client. */
export const shop: ProvisionCatalog = {
  products: { gold: { displayName: "Gold" } },
  provision: {
    instance: "shop-test",
    clients: { batch: { displayName: "Orders batch", products: ["gold"], ownerId: "zoe" } },
  },
};

/** Two products and two clients. */
export const market: ProvisionCatalog = {
  products: { gold: { displayName: "Gold" }, silver: {}, keys: { accepts: ["key"] } },
  provision: {
    instance: "shop-test",
    clients: { batch: { products: ["gold", "silver"] }, web: { displayName: "Web", products: ["silver"] } },
  },
};
