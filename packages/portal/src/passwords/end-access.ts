import type { PortalContext } from "../portal-context.js";

/**
 * Ends what a password has opened, after it was changed: all sessions of the user and the browsers that are known, but for those
 * of the visitor who has changed it.
 */
export async function endAccess(
  userId: string,
  keep: { readonly session?: string; readonly device?: string },
  { sessions, devices }: Pick<PortalContext, "sessions" | "devices">,
): Promise<void> {
  await sessions.endOthers(userId, keep.session ?? "");
  await devices.forgetOthers(userId, keep.device);
}
