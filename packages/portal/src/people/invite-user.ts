import type { RecordRepository } from "@product-auth/core/records";
import { AuditLog } from "../audit/audit-log.js";
import type { PortalEvent } from "../audit/portal-event.js";
import { TICKET_LASTS } from "../sign-in/ticket-purposes.js";
import { Tickets } from "../sign-in/tickets.js";
import { plainText } from "../texts/text-problem.js";
import { normalEmail } from "./email.js";
import { LONGEST_NAME } from "./users.js";

/** Thrown for a text that is not one e-mail address. */
export class InvalidEmailError extends Error {
  override readonly name = "InvalidEmailError";
  readonly code = "PRODUCT_AUTH_INVALID_EMAIL";
}

/** Who is invited. */
export interface WantedUser {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** Groups that the user gets, such as `administrators`. Default: none. */
  readonly groups?: readonly string[];
}

/**
 * Invites a user without a portal in the process, for a shell: returns the link, which is valid for 48 hours, instead of sending
 * it. An older invitation for the address ends. The link is a secret: who opens it gets the account.
 */
export async function inviteUser(
  { email, firstName = "", lastName = "", groups = [] }: WantedUser,
  {
    records,
    publicUrl,
    clock = () => Date.now(),
    onAudit,
    by,
  }: {
    readonly records: RecordRepository;
    /** That of the portal. */
    readonly publicUrl: URL;
    /** Milliseconds since 1970. Default `Date.now`. */
    readonly clock?: () => number;
    readonly onAudit?: (event: PortalEvent) => void;
    /** Id of the user who invites, if it is one: the invitation ends when that user is blocked. */
    readonly by?: string;
  },
): Promise<{ readonly link: string; /** Milliseconds since 1970. */ readonly expiresAt: number }> {
  const address = normalEmail(email);
  if (address === undefined) throw new InvalidEmailError("This is not one e-mail address");
  const names = {
    firstName: plainText(firstName, LONGEST_NAME),
    lastName: plainText(lastName, LONGEST_NAME),
  };
  const audit = new AuditLog(records, clock, onAudit);
  const { change, stored } = audit.changeOf({
    action: "invitation-sent",
    name: address,
    ...(by !== undefined && { actor: by }),
  });
  const expiresAt = clock() + TICKET_LASTS.invitation;
  const invitation = { purpose: "invitation" as const, email: address, names, groups };
  const ticket = await new Tickets(records, clock).issue(
    { ...invitation, ...(by !== undefined && { by }) },
    change,
  );
  audit.tell(stored);
  const url = new URL(`${publicUrl.pathname.replace(/\/$/, "")}/welcome`, publicUrl);
  url.search = new URLSearchParams({ ticket }).toString();
  return { link: url.href, expiresAt };
}
