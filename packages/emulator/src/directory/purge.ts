import type { Directory } from "./directory.js";

/** Deleted objects can be restored for 30 days ("Recover deleted applications"). */
const retention = 30 * 86_400_000;

/** Removes the objects whose time to be restored has passed. `now` in milliseconds. */
export function purgeEnded(directory: Directory, now: number): void {
  const { applications, servicePrincipals } = directory;
  for (const { id, deletedAt } of [...applications.values(), ...servicePrincipals.values()])
    if (deletedAt !== undefined && now - deletedAt >= retention) purge(directory, id);
}

/** Removes an object for good; the assignments of a service principal go with it. */
export function purge({ applications, servicePrincipals, assignments }: Directory, id: string): void {
  applications.delete(id);
  if (!servicePrincipals.delete(id)) return;
  for (const { id: assignment, principalId, resourceId } of assignments.values())
    if (principalId === id || resourceId === id) assignments.delete(assignment);
}
