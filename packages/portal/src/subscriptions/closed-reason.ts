import type { CatalogProduct } from "@product-auth/core";

/** Shown when a user has as many subscriptions as the product allows. The text of API Management's portal. */
export const LIMIT_REACHED = "You've reached maximum number of subscriptions.";

/** Why users cannot subscribe to a product; undefined when they can. */
export function closedReason({
  open,
  accepts,
  state,
  subscriptionsLimit,
}: CatalogProduct): string | undefined {
  if (open) return "No subscription is needed: the product admits calls without a credential.";
  if (!accepts.key) return "The product has no subscriptions: it does not accept subscription keys.";
  if (state !== "published") return "The product is not published, so it is closed to new subscriptions.";
  if (subscriptionsLimit === 0) return "The product is closed to new subscriptions.";
  return undefined;
}
