import type { StoredSubscription } from "@product-auth/core/subscriptions";
import type { PortalContext } from "../portal-context.js";
import { noteUnclaimed, takeUnclaimed } from "./unclaimed.js";

/** Both keys of a subscription. */
export interface ShownKeys {
  readonly primaryKey: string;
  readonly secondaryKey: string;
}

/** Replaces both keys of an approved subscription, to show them once; undefined when that was done before. */
export async function claimKeys(
  { id, ownerId }: StoredSubscription,
  by: string,
  portal: PortalContext,
): Promise<ShownKeys | undefined> {
  if (!(await takeUnclaimed(id, portal))) return undefined;
  try {
    const primary = await portal.subscriptions.regeneratePrimary(id, { by });
    const secondary = await portal.subscriptions.regenerateSecondary(id, { by });
    return { primaryKey: primary.key, secondaryKey: secondary.key };
  } catch (error) {
    await noteUnclaimed(id, ownerId ?? by, portal).catch(() => undefined);
    throw error;
  }
}
