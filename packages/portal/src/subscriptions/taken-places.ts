import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { isConsoleKey } from "../console-keys/console-subscription.js";
import type { PortalContext } from "../portal-context.js";
import { pagesOf } from "../stores/pages-of.js";

/**
 * The subscriptions of a user that count towards the limit of a scope: waiting and active ones. The waiting ones are listed
 * first: one that becomes active in between is then in both lists, and never in neither.
 */
export async function takenPlaces(
  ownerId: string,
  scope: string,
  { subscriptions }: PortalContext,
): Promise<ReadonlyMap<string, StoredSubscription>> {
  const places = new Map<string, StoredSubscription>();
  for (const state of ["submitted", "active"] as const) {
    const query = { ownerId, scope, state, limit: 1000 };
    for await (const { items } of pagesOf((from) => subscriptions.list({ ...query, ...from })))
      for (const item of items) if (!isConsoleKey(item)) places.set(item.id, item);
  }
  return places;
}
