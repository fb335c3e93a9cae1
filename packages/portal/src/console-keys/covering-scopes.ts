import type { CatalogApi } from "@product-auth/core";
import type { Viewer } from "../people/viewer.js";
import { visibleProduct } from "../people/visible.js";
import type { PortalContext } from "../portal-context.js";
import { scopeOf } from "../subscriptions/scope.js";

/** Scopes of the subscriptions whose keys open an API, those of products that the viewer may find first. */
export function coveringScopes(api: CatalogApi, viewer: Viewer, portal: PortalContext): readonly string[] {
  const products = api.products.flatMap((name) => visibleProduct(name, viewer, portal) ?? []);
  return [...products.filter(({ accepts }) => accepts.key).map(scopeOf), `/apis/${api.name}`, "/apis", "/"];
}
