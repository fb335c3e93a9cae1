import type { PortalContext } from "../portal-context.js";
import { MAIL_WORDS, type MailWords } from "../texts/mail-words.js";
import { linkTo } from "./link-to.js";
import type { MailData } from "./mail-data.js";
import { plainName } from "./plain-name.js";

/** The recipient of a mail, and what it is written from. */
interface About<N extends keyof MailData> {
  readonly to: string;
  readonly data: MailData[N];
}

// The account is looked up here, after the answer: the request does the same for every address.

/** To an address that was entered to sign up: a link to the account, or that there is one already. */
export async function signUpMail(
  { to, data: names }: About<"sign-up">,
  portal: PortalContext,
): Promise<MailWords | undefined> {
  const known = await portal.users.findByEmail(to);
  if (known === undefined) {
    const ticket = await portal.tickets.issue({ purpose: "sign-up", email: to, names: { ...names } });
    return MAIL_WORDS["sign-up"](linkTo(portal, ["welcome"], { ticket }));
  }
  return known.state === "active"
    ? MAIL_WORDS["account-exists"](linkTo(portal, ["signin"]), linkTo(portal, ["reset"]))
    : undefined;
}

/** To an address that was entered for a reset: a link to a new password, or that there is no password. */
export async function resetMail(
  { to }: Pick<About<"reset">, "to">,
  portal: PortalContext,
): Promise<MailWords | undefined> {
  const user = await portal.users.findByEmail(to);
  if (user !== undefined && user.state !== "active") return undefined;
  if (user === undefined || !(await portal.passwords.has(user.id))) {
    const others = portal.settings.signIn.map(({ label }) => plainName(label));
    return MAIL_WORDS["no-password"](linkTo(portal, ["signin"]), others);
  }
  const ticket = await portal.tickets.issue({ purpose: "reset", userId: user.id, email: to });
  return MAIL_WORDS.reset(linkTo(portal, ["reset", "password"], { ticket }));
}

/** To a person whom an administrator invites. */
export async function invitationMail(
  { to, data }: About<"invitation">,
  portal: PortalContext,
): Promise<MailWords> {
  const { groups, by, isByGroup, ...names } = data;
  const from = { by, isByGroup };
  const ticket = await portal.tickets.issue({ purpose: "invitation", email: to, names, groups, ...from });
  const name = plainName(`${names.firstName} ${names.lastName}`);
  return MAIL_WORDS.invitation(name, linkTo(portal, ["welcome"], { ticket }));
}
