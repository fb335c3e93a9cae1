import type { RecordChange } from "@product-auth/core/records";
import { isStoredAdministrator } from "../people/administrators.js";
import { normalEmail } from "../people/email.js";
import { userPages } from "../people/user-pages.js";
import type { User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { turnOffWords } from "../texts/mail-words.js";
import { plainText } from "../texts/text-problem.js";
import { linkTo } from "./link-to.js";
import type { Mail } from "./mail.js";
import { MAIL_KINDS, type MailName } from "./mail-data.js";
import { queuedMail, type QueuedMail } from "./queued-mail.js";
import { MAIL_TEMPLATES, type MailAbout } from "./templates.js";
import type { MailWords } from "../texts/mail-words.js";

/** Most administrators who get a mail: a write has 20 changes. */
const MOST_ADMINISTRATORS = 19;
/** Pages of users, 1,000 each, that are searched for administrators. */
const MOST_PAGES = 10;

/** A queued mail as it is sent; to administrators, one mail for each of them as changes; undefined when it has no recipient any more. */
export async function writeQueued(
  { name, recipient, data }: QueuedMail,
  portal: PortalContext,
): Promise<Mail | readonly RecordChange[] | undefined> {
  if ("administrators" in recipient) {
    const now = portal.settings.clock();
    return (await administrators(name, portal)).map(({ id }) => queuedMail(name, { user: id, data }, now));
  }
  const user = recipient.user === undefined ? undefined : await portal.users.get(recipient.user);
  const to = "to" in recipient ? recipient.to : addressFor(name, user);
  return to === undefined ? undefined : writeMail(name, { to, data, user }, portal);
}

/** A mail to an address. */
export async function writeMail<N extends MailName>(
  name: N,
  about: MailAbout<N>,
  portal: PortalContext,
): Promise<Mail | undefined> {
  const write = MAIL_TEMPLATES[name] as (
    about: MailAbout<N>,
    portal: PortalContext,
  ) => Promise<MailWords | undefined> | MailWords | undefined;
  const words = await write(about, portal);
  if (words === undefined) return undefined;
  const title = plainText(portal.settings.title, 60);
  const isOptional = MAIL_KINDS[name] !== "security";
  const paragraphs = [
    ...words.paragraphs,
    ...(isOptional ? turnOffWords(linkTo(portal, ["profile", "mails"])) : []),
    `${title}\n${portal.settings.publicUrl.href}`,
  ];
  return { to: about.to, subject: `${title}: ${words.subject}`, text: `${paragraphs.join("\n\n")}\n` };
}

/**
 * The address of a user for a mail: one that the portal itself has proved, because another address may belong to a stranger.
 * Blocked users get only what concerns the security of their account.
 */
function addressFor(name: MailName, user: User | undefined): string | undefined {
  if (user?.email === undefined || !user.emailVerified || user.state === "deleted") return undefined;
  const kind = MAIL_KINDS[name];
  if (kind !== "security" && (user.state !== "active" || user.mailsOff.includes(kind))) return undefined;
  return normalEmail(user.email);
}

/** The administrators who get a mail: active users in the stored group. */
async function administrators(name: MailName, { records }: PortalContext): Promise<readonly User[]> {
  const found: User[] = [];
  let pages = 0;
  for await (const { users } of userPages(records)) {
    found.push(
      ...users.filter((user) => isStoredAdministrator(user) && addressFor(name, user) !== undefined),
    );
    if ((pages += 1) === MOST_PAGES || found.length >= MOST_ADMINISTRATORS) break;
  }
  return found.slice(0, MOST_ADMINISTRATORS);
}
