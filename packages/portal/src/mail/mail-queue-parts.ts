import type { RecordRepository } from "@product-auth/core/records";
import type { PortalContext } from "../portal-context.js";
import type { MailSender } from "./mail.js";
import type { MailQueueParts } from "./mail-queue.js";
import { writeQueued } from "./write-mail.js";

/** The queue's parts in a portal. `records`: those that do not wake the queue again. */
export const mailQueueParts = (
  sender: MailSender,
  records: RecordRepository,
  portal: PortalContext,
): MailQueueParts => ({
  records,
  sender,
  write: (mail) => writeQueued(mail, portal),
  // The address is not kept: the audit stays longer than an account.
  givenUp({ name, recipient }) {
    const owner = "user" in recipient && recipient.user !== undefined ? { owner: recipient.user } : {};
    const { change, stored } = portal.audit.changeOf({ action: "mail-given-up", ...owner, target: name });
    return { change, tell: () => portal.audit.tell(stored) };
  },
  clock: portal.settings.clock,
  reportFailure: portal.reportFailure,
});
