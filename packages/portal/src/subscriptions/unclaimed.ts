import type { RecordChange } from "@product-auth/core/records";
import type { PortalContext } from "../portal-context.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";

// Keys are stored as digests only. So an approved subscription has keys that no person has seen; this note lets its owner replace
// both and see the new ones, once.

/** Notes that the keys of a subscription have not been shown; false when it was noted before. */
export const noteUnclaimed = (id: string, owner: string, { records }: PortalContext): Promise<boolean> =>
  writeUnlessConflict(records, [{ put: { kind: "unclaimed", id, owner, version: 1, value: {} } }]);

export const isUnclaimed = async (id: string, { records }: PortalContext): Promise<boolean> =>
  (await records.get("unclaimed", id)) !== undefined;

/** Takes the note away; false when there is none: it was taken before. */
export const takeUnclaimed = (id: string, { records }: PortalContext): Promise<boolean> =>
  writeUnlessConflict(records, [{ remove: { kind: "unclaimed", id, version: 1 } }]);

/** The end of the note as a change, whether there is one or not. */
export const claimedChange = (id: string): RecordChange => ({ remove: { kind: "unclaimed", id } });
