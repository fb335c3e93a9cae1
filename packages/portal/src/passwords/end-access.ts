import type { PortalContext } from "../portal-context.js";

/**
 * Ends what a password has opened, after it was changed: all sessions of the user and the browsers that are known, but for those
 * of the visitor who has changed it; and the link to another new password.
 */
export async function endAccess(
  userId: string,
  keep: { readonly session?: string; readonly device?: string },
  { sessions, devices, tickets }: Pick<PortalContext, "sessions" | "devices" | "tickets">,
): Promise<void> {
  await sessions.endOthers(userId, keep.session);
  await tickets.revoke({ purpose: "reset", userId });
  await devices.forgetOthers(userId, keep.device);
}
