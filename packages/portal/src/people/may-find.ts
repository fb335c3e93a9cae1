import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import type { Viewer } from "./viewer.js";

/**
 * Whether the viewer may know of a product: the one rule for lists, search, single pages, subscribing, the console and OpenAPI
 * documents. Administrators find everything; unpublished products are for them alone.
 */
export function mayFind(
  viewer: Pick<Viewer, "groups" | "isAdministrator">,
  product: CatalogProduct,
): boolean {
  if (viewer.isAdministrator) return true;
  if (product.state !== "published") return false;
  return product.groups === undefined || product.groups.some((group) => viewer.groups.has(group));
}

/** Whether the viewer may know of an API: they may find one of the products that contain it. */
export function mayFindApi(
  viewer: Pick<Viewer, "groups" | "isAdministrator">,
  api: CatalogApi,
  products: ReadonlyMap<string, CatalogProduct>,
): boolean {
  if (viewer.isAdministrator) return true;
  return api.products.some((name) => {
    const product = products.get(name);
    return product !== undefined && mayFind(viewer, product);
  });
}
