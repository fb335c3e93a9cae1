import type { SubscriptionState } from "@product-auth/core";
import {
  SubscriptionNotFoundError,
  SubscriptionStateError,
  type StoredSubscription,
} from "@product-auth/core/subscriptions";
import type { PortalContext } from "../portal-context.js";
import { isOfConsole } from "./scope.js";
import { listAll } from "./taken-places.js";

/** The states from which an owner may cancel. */
export const CANCELLABLE: readonly SubscriptionState[] = ["active", "submitted", "suspended"];

/** Cancels a subscription, and then the keys of the console that its owner got with it. False when it had ended already. */
export async function cancelSubscription(
  { id, ownerId, scope }: StoredSubscription,
  by: string,
  portal: PortalContext,
): Promise<boolean> {
  const { subscriptions } = portal;
  const isCancelled = await cancelOnce(id, by, portal);
  // Also when it was cancelled before: the process may have ended at this place.
  const active = ownerId === undefined ? [] : await listAll({ ownerId, scope, state: "active" }, portal);
  for (const other of active.filter(isOfConsole)) await subscriptions.delete(other.id, { by });
  return isCancelled;
}

async function cancelOnce(id: string, by: string, { subscriptions }: PortalContext): Promise<boolean> {
  try {
    await subscriptions.cancel(id, { by, onlyFrom: CANCELLABLE });
    return true;
  } catch (error) {
    if (error instanceof SubscriptionStateError || error instanceof SubscriptionNotFoundError) return false;
    throw error;
  }
}
