import type { CatalogProduct } from "@product-auth/core";
import type { StoredSubscription } from "@product-auth/core/subscriptions";
import type { Viewer } from "../people/viewer.js";
import { visibleProduct } from "../people/visible.js";
import type { PortalContext } from "../portal-context.js";

/** Scope of the subscriptions to a product. */
export const scopeOf = ({ name }: Pick<CatalogProduct, "name">): string => `/products/${name}`;

/** The product of a subscription, if the viewer may find it. */
export function productOf(
  { scope }: Pick<StoredSubscription, "scope">,
  viewer: Viewer,
  portal: PortalContext,
): CatalogProduct | undefined {
  const isOfProduct = scope.startsWith("/products/");
  return isOfProduct ? visibleProduct(scope.slice("/products/".length), viewer, portal) : undefined;
}

/** The name that pages show for what a subscription is for. A hidden product has its name only, which the scope holds. */
export function scopeWords(
  subscription: Pick<StoredSubscription, "scope">,
  viewer: Viewer,
  portal: PortalContext,
): string {
  const { scope } = subscription;
  const product = productOf(subscription, viewer, portal);
  if (product !== undefined) return product.displayName;
  if (scope === "/" || scope === "/apis") return "All APIs";
  return scope.replace(/^\/(?:products|apis)\//, "");
}

/** The name of a subscription. */
export const nameOf = ({ displayName, id }: Pick<StoredSubscription, "displayName" | "id">): string =>
  displayName ?? id;
