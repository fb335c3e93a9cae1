import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import { mayFind, mayFindApi } from "./may-find.js";
import type { Viewer } from "./viewer.js";
import type { PortalContext } from "../portal-context.js";

/** The part of the catalog that a viewer may find, sorted by display name. */
export interface VisibleCatalog {
  readonly products: readonly CatalogProduct[];
  readonly apis: readonly CatalogApi[];
}

export function visibleCatalog(viewer: Viewer, { settings }: PortalContext): VisibleCatalog {
  const { products, apis } = settings.auth.catalog;
  return {
    products: sorted([...products.values()].filter((product) => mayFind(viewer, product))),
    apis: sorted([...apis.values()].filter((api) => mayFindApi(viewer, api, products))),
  };
}

/** A product by name, if the viewer may find it. */
export function visibleProduct(
  name: string | undefined,
  viewer: Viewer,
  portal: PortalContext,
): CatalogProduct | undefined {
  const product = portal.settings.auth.catalog.products.get(name ?? "");
  return product !== undefined && mayFind(viewer, product) ? product : undefined;
}

/** An API by name, if the viewer may find it. */
export function visibleApi(
  name: string | undefined,
  viewer: Viewer,
  portal: PortalContext,
): CatalogApi | undefined {
  const { apis, products } = portal.settings.auth.catalog;
  const api = apis.get(name ?? "");
  return api !== undefined && mayFindApi(viewer, api, products) ? api : undefined;
}

const sorted = <T extends { readonly displayName: string }>(items: readonly T[]) =>
  items.toSorted((a, b) => a.displayName.localeCompare(b.displayName, "en"));
