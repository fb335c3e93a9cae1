import type { CatalogProduct } from "@product-auth/core";
import { html, type Html } from "../html/template.js";
import type { Viewer } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { StoreUnavailableError } from "../stores/store-unavailable-error.js";
import { closedReason, LIMIT_REACHED } from "../subscriptions/closed-reason.js";
import { isFull } from "../subscriptions/subscribe.js";

/** The link to subscribe to a product, or why there is none. Visitors get the link: it leads to the sign-in and back. */
export async function subscribeLink(
  product: CatalogProduct,
  viewer: Viewer,
  portal: PortalContext,
): Promise<Html> {
  const reason =
    closedReason(product) ?? ((await isFullForSure(product, viewer, portal)) ? LIMIT_REACHED : undefined);
  return reason === undefined
    ? html`<p class="actions">
        <a class="button" href="${portal.to("products", product.name, "subscribe")}">Subscribe</a>
      </p>`
    : html`<p class="note">${reason}</p>`;
}

/** While the store does not answer, the page of the product stays; the next one reports it. */
async function isFullForSure(
  product: CatalogProduct,
  viewer: Viewer,
  portal: PortalContext,
): Promise<boolean> {
  if (viewer.kind === "guest") return false;
  try {
    return await isFull(viewer.user.id, product, portal);
  } catch (error) {
    if (error instanceof StoreUnavailableError) return false;
    throw error;
  }
}
