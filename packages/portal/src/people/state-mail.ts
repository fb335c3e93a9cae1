import type { RecordChange } from "@product-auth/core/records";
import { queuedMail } from "../mail/queued-mail.js";
import type { User } from "./users.js";

/**
 * The change that queues the mail about a new state of a user; none for an address that the portal has not proved. A portal sends it,
 * also when the change was made in the shell.
 */
export function stateMail(
  { id, email, emailVerified }: User,
  state: User["state"],
  now: number,
): readonly RecordChange[] {
  if (email === undefined || !emailVerified) return [];
  // The address of a deleted user is removed, so the mail has to hold it; it has no owner, or it would be removed too.
  if (state === "deleted") return [queuedMail("account-closed", { to: email, data: {} }, now)];
  return [queuedMail(state === "blocked" ? "blocked" : "unblocked", { user: id, data: {} }, now)];
}
