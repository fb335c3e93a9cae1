import type { CatalogProduct } from "@product-auth/core";
import type { ProductLink } from "@product-auth/core/clients";
import type { Viewer } from "../people/viewer.js";
import { visibleCatalog, visibleProduct } from "../people/visible.js";
import type { PortalContext } from "../portal-context.js";

/** The scope that an application asks for to get a token for a product; undefined when it accepts no tokens. */
export const tokenScopeOf = ({ accepts, audience }: CatalogProduct): string | undefined =>
  accepts.token && audience !== undefined ? `${audience}/.default` : undefined;

/** A product as provisioning needs it; undefined for one that no application can be linked to. */
export function linkOf({ name, accepts, audience, role }: CatalogProduct): ProductLink | undefined {
  if (!accepts.token || audience === undefined || role === undefined) return undefined;
  return { name, audience, role };
}

/** Why no application can be linked to a product; undefined when one can. */
export function unlinkableReason(product: CatalogProduct): string | undefined {
  if (!product.accepts.token) return "Applications cannot use the product: it does not accept tokens.";
  if (product.state !== "published")
    return "The product is not published, so applications cannot be registered for it.";
  if (linkOf(product) === undefined)
    return "Applications need no registration: the product's tokens carry no app role.";
  return undefined;
}

/** A product that an application can be linked to. */
export interface LinkableProduct {
  readonly product: CatalogProduct;
  readonly link: ProductLink;
}

/** The products that a viewer may find and that an application can be linked to, sorted by display name. */
export const linkableProducts = (viewer: Viewer, portal: PortalContext): readonly LinkableProduct[] =>
  visibleCatalog(viewer, portal).products.flatMap(linkableOf);

/** One of them by its name. */
export function linkableProduct(
  name: string | undefined,
  viewer: Viewer,
  portal: PortalContext,
): LinkableProduct | undefined {
  const product = visibleProduct(name, viewer, portal);
  return product && linkableOf(product)[0];
}

function linkableOf(product: CatalogProduct): readonly LinkableProduct[] {
  const link = linkOf(product);
  return link === undefined || unlinkableReason(product) !== undefined ? [] : [{ product, link }];
}
