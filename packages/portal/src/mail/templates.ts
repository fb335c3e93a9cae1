import type { User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { MAIL_WORDS, type MailWords } from "../texts/mail-words.js";
import { linkTo } from "./link-to.js";
import type { MailData, MailName } from "./mail-data.js";
import { plainName } from "./plain-name.js";
import { invitationMail, resetMail, signUpMail } from "./ticket-mails.js";

/** What a mail is written from. */
export interface MailAbout<N extends MailName> {
  readonly to: string;
  readonly data: MailData[N];
  /** The user whom it is to, as of the moment of sending. */
  readonly user: User | undefined;
}

/**
 * Writes each mail, at every attempt to send it. One with a link draws its ticket here, so that no waiting mail holds one. Undefined:
 * the mail is not sent any more.
 */
export const MAIL_TEMPLATES: {
  readonly [N in MailName]: (
    about: MailAbout<N>,
    portal: PortalContext,
  ) => Promise<MailWords | undefined> | MailWords | undefined;
} = {
  "sign-up": signUpMail,
  reset: resetMail,
  invitation: invitationMail,
  "password-changed": (_, portal) => MAIL_WORDS["password-changed"](linkTo(portal, ["reset"])),
  blocked: () => MAIL_WORDS.blocked(),
  unblocked: (_, portal) => MAIL_WORDS.unblocked(linkTo(portal, ["signin"])),
  "account-closed": () => MAIL_WORDS["account-closed"](),
  "subscription-waits": ({ data }, portal) =>
    MAIL_WORDS["subscription-waits"](
      plainName(data.product),
      linkTo(portal, ["admin", "approvals", data.id]),
    ),
  "subscription-approved": ({ data }, portal) =>
    MAIL_WORDS["subscription-approved"](plainName(data.product), linkTo(portal, ["subscriptions", data.id])),
  "subscription-rejected": ({ data }, portal) =>
    MAIL_WORDS["subscription-rejected"](plainName(data.product), linkTo(portal, ["subscriptions", data.id])),
  "product-waits": ({ data }, portal) =>
    MAIL_WORDS["product-waits"](
      plainName(data.product),
      plainName(data.application),
      linkTo(portal, ["admin", "approvals"]), // the application may still be being registered
    ),
  "product-approved": ({ data }, portal) =>
    MAIL_WORDS["product-approved"](
      plainName(data.product),
      plainName(data.application),
      linkTo(portal, ["applications", data.clientId]),
    ),
  "product-rejected": ({ data }, portal) =>
    MAIL_WORDS["product-rejected"](
      plainName(data.product),
      plainName(data.application),
      linkTo(portal, ["applications", data.clientId]),
    ),
  "secret-ends": ({ data }, portal) =>
    MAIL_WORDS["secret-ends"](
      plainName(data.application),
      data.endDate,
      linkTo(portal, ["applications", data.clientId, "secrets", "new"]),
    ),
};
