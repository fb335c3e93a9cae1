import type { RecordChange, RecordRepository } from "@product-auth/core/records";
import { UserActError } from "./user-administration.js";
import { userPages } from "./user-pages.js";
import type { User } from "./users.js";
import { ADMINISTRATORS } from "./viewer.js";

const LOCK = { kind: "setting", id: "administrators" } as const;

/** Whether administrators gave the user the group `administrators`. */
export const isStoredAdministrator = ({ groups, state }: Pick<User, "groups" | "state">): boolean =>
  state === "active" && groups.includes(ADMINISTRATORS);

/**
 * The change that must be written together with one that may end a right to administer. Of two such changes at once one conflicts, and
 * looks again. So two administrators who block each other leave one of them.
 */
export async function administratorLock(records: RecordRepository): Promise<RecordChange> {
  const version = ((await records.get(LOCK.kind, LOCK.id))?.version ?? 0) + 1;
  return { put: { ...LOCK, version, value: {} } };
}

/** Throws `UserActError` when no active user but this one has the group `administrators`. */
export async function requireAnotherAdministrator(
  id: string,
  records: Pick<RecordRepository, "list">,
): Promise<void> {
  if (!(await hasAdministrator(records, id))) throw new UserActError("last-administrator");
}

/** Whether an active user, other than `except`, has the group `administrators`. */
export async function hasAdministrator(
  records: Pick<RecordRepository, "list">,
  except?: string,
): Promise<boolean> {
  for await (const { users } of userPages(records))
    if (users.some((user) => user.id !== except && isStoredAdministrator(user))) return true;
  return false;
}
