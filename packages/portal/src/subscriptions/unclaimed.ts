import { RepositoryConflictError, type RecordChange } from "@product-auth/core/records";
import type { PortalContext } from "../portal-context.js";

// Keys are stored as digests only. So an approved subscription has keys that no person has seen; this note lets its owner replace
// both and see the new ones, once.

/** Notes that the keys of a subscription have not been shown; false when it was noted before. */
export async function noteUnclaimed(id: string, owner: string, { records }: PortalContext): Promise<boolean> {
  try {
    await records.write([{ put: { kind: "unclaimed", id, owner, version: 1, value: {} } }]);
    return true;
  } catch (error) {
    if (error instanceof RepositoryConflictError) return false;
    throw error;
  }
}

export const isUnclaimed = async (id: string, { records }: PortalContext): Promise<boolean> =>
  (await records.get("unclaimed", id)) !== undefined;

/** Takes the note away; false when there is none: it was taken before. */
export async function takeUnclaimed(id: string, { records }: PortalContext): Promise<boolean> {
  try {
    await records.write([{ remove: { kind: "unclaimed", id, version: 1 } }]);
    return true;
  } catch (error) {
    if (error instanceof RepositoryConflictError) return false;
    throw error;
  }
}

/** The end of the note as a change, whether there is one or not. */
export const claimedChange = (id: string): RecordChange => ({ remove: { kind: "unclaimed", id } });
