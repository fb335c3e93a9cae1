import type { SubscriptionState } from "@product-auth/core";
import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { isConsoleKey } from "../console-keys/console-subscription.js";
import type { PortalContext } from "../portal-context.js";

/**
 * The subscriptions of a user that count towards the limit of a scope: waiting and active ones. The waiting ones are listed
 * first: one that becomes active in between is then in both lists, and never in neither.
 */
export async function takenPlaces(
  ownerId: string,
  scope: string,
  portal: PortalContext,
): Promise<ReadonlyMap<string, StoredSubscription>> {
  const places = new Map<string, StoredSubscription>();
  for (const state of ["submitted", "active"] as const)
    for (const subscription of await listAll({ ownerId, scope, state }, portal))
      if (!isConsoleKey(subscription)) places.set(subscription.id, subscription);
  return places;
}

/** Every subscription that a query matches, page by page. */
async function listAll(
  query: { readonly ownerId: string; readonly scope: string; readonly state: SubscriptionState },
  { subscriptions }: PortalContext,
): Promise<readonly StoredSubscription[]> {
  const found: StoredSubscription[] = [];
  let after: string | undefined;
  do {
    const page = await subscriptions.list({ ...query, limit: 1000, ...(after !== undefined && { after }) });
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return found;
}
