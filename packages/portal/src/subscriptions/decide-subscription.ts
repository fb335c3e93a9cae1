import type { StoredSubscription } from "@product-auth/core/subscriptions";
import type { PortalContext } from "../portal-context.js";
import { isOvertaken } from "./is-overtaken.js";
import { claimedChange, noteUnclaimed } from "./unclaimed.js";

/** What an administrator decided. */
export interface Approval {
  readonly decision: "approve" | "reject";
  /** Id of the administrator. */
  readonly by: string;
  readonly comment: string | undefined;
}

/** Approves or rejects a subscription that waits. False when it does not wait any more: its owner or another administrator was faster. */
export async function decideSubscription(
  { id, ownerId, state }: StoredSubscription,
  { decision, by, comment }: Approval,
  portal: PortalContext,
): Promise<boolean> {
  if (state !== "submitted") return false;
  const { subscriptions, records } = portal;
  const act = { by, ...(comment !== undefined && { comment }), onlyFrom: ["submitted"] as const };
  // Noted before it is granted. A note of a subscription that is not active shows nothing.
  const isNoted =
    decision === "approve" && ownerId !== undefined && (await noteUnclaimed(id, ownerId, portal));
  try {
    await (decision === "approve" ? subscriptions.activate(id, act) : subscriptions.reject(id, act));
    return true;
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    // Another administrator may have approved it meanwhile, and found this note instead of writing one: then it stays.
    if (isNoted && (await subscriptions.get(id))?.state !== "active")
      await records.write([claimedChange(id)]);
    return false;
  }
}
