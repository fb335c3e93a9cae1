import type { CatalogApi } from "@product-auth/core";
import { mayFind } from "../people/may-find.js";
import type { Viewer } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";

/** Scopes of the subscriptions whose keys open an API, those of products that the viewer may find first. */
export function coveringScopes(
  api: CatalogApi,
  viewer: Viewer,
  { settings }: PortalContext,
): readonly string[] {
  const { products } = settings.auth.catalog;
  const byProduct = api.products.filter((name) => {
    const product = products.get(name);
    return product?.accepts.key === true && mayFind(viewer, product);
  });
  return [...byProduct.map((name) => `/products/${name}`), `/apis/${api.name}`, "/apis", "/"];
}
