import type { SubscriptionState } from "@product-auth/core";
import type { StoredSubscription } from "@product-auth/core/subscriptions";
import type { PortalContext } from "../portal-context.js";
import { isOvertaken } from "./is-overtaken.js";

/** The states from which an owner may cancel. */
export const CANCELLABLE: readonly SubscriptionState[] = ["active", "submitted", "suspended"];

/** Cancels a subscription, and then the keys of the console that were made from it. False when it had ended already. */
export async function cancelSubscription(
  { id }: StoredSubscription,
  by: string,
  portal: PortalContext,
): Promise<boolean> {
  const isCancelled = await cancelOnce(id, by, portal);
  // Also when it was cancelled before: the process may have ended at this place.
  await portal.consoleKeys.endOf(id);
  return isCancelled;
}

async function cancelOnce(id: string, by: string, { subscriptions }: PortalContext): Promise<boolean> {
  try {
    await subscriptions.cancel(id, { by, onlyFrom: CANCELLABLE });
    return true;
  } catch (error) {
    if (isOvertaken(error)) return false;
    throw error;
  }
}
