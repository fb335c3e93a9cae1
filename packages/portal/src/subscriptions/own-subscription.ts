import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { isConsoleKey } from "../console-keys/console-subscription.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { isUnfinished } from "./unfinished.js";

/** Longest id that is looked up. */
const LONGEST_ID = 256;

/**
 * A subscription of the viewer; undefined for one that does not exist, belongs to another user, is still being made or is a key
 * of the console.
 */
export async function ownSubscription(
  id: string | undefined,
  viewer: SignedInUser,
  portal: PortalContext,
): Promise<StoredSubscription | undefined> {
  const subscription = await finishedSubscription(id, portal);
  return subscription?.ownerId === viewer.user.id ? subscription : undefined;
}

/** A subscription of any user, except for those that are still being made and keys of the console. */
export async function finishedSubscription(
  id: string | undefined,
  portal: PortalContext,
): Promise<StoredSubscription | undefined> {
  // oxlint-disable-next-line no-control-regex -- PostgreSQL stores no NUL, and no id has another control character
  if (id === undefined || id.length > LONGEST_ID || /[\u0000-\u001f]/.test(id)) return undefined;
  const subscription = await portal.subscriptions.get(id);
  if (subscription === undefined || isConsoleKey(subscription)) return undefined;
  if (subscription.state !== "submitted") return subscription;
  if (await isUnfinished(id, portal)) return undefined;
  return portal.subscriptions.get(id); // what was unfinished may be gone now
}
