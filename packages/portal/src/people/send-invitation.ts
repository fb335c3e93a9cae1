import { MailNotSentError } from "../mail/mails.js";
import type { PortalContext } from "../portal-context.js";

/** Who is invited. */
export interface Invitation {
  /** As `normalEmail` returns it. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly groups: readonly string[];
  /** Id of the administrator. */
  readonly by: string;
  /** Whether only the group `administrators` lets that user invite: the invitation ends when the group is taken away. */
  readonly isByGroup: boolean;
}

/** What came of it. "account": the address has one already. "not-sent": the mail server does not take the mail; nothing is left. */
export type Invited = "sent" | "account" | "not-sent";

/** Sends an invitation while the administrator waits, 10 seconds at the longest. */
export async function sendInvitation(
  { email, ...data }: Invitation,
  { users, mails, tickets }: Pick<PortalContext, "users" | "mails" | "tickets">,
): Promise<Invited> {
  if ((await users.findByEmail(email)) !== undefined) return "account";
  try {
    await mails.sendNow("invitation", { to: email, data });
    return "sent";
  } catch (error) {
    if (!(error instanceof MailNotSentError)) throw error;
    await tickets.revoke({ purpose: "invitation", email });
    return "not-sent";
  }
}
