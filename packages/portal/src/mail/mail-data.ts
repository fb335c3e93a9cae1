/** The mails that a portal sends, and what each is written from. None holds a secret: a waiting mail is stored. */
export type MailData = {
  /** To an address that is not proved: with the names that were typed, for the account, and never in the mail. */
  "sign-up": { firstName: string; lastName: string };
  reset: Empty;
  /** `by`: id of the administrator. `isByGroup`: see `Invitation`. */
  invitation: {
    firstName: string;
    lastName: string;
    groups: readonly string[];
    by: string;
    isByGroup: boolean;
  };
  "password-changed": Empty;
  blocked: Empty;
  unblocked: Empty;
  /** Queued with `to`: the address is removed from the user before the mail is sent. */
  "account-closed": Empty;
  "subscription-waits": { id: string; product: string };
  "subscription-approved": { id: string; product: string };
  "subscription-rejected": { id: string; product: string };
  "product-waits": { application: string; product: string };
  "product-approved": { clientId: string; application: string; product: string };
  "product-rejected": { clientId: string; application: string; product: string };
  /** `endDate`: milliseconds since 1970. */
  "secret-ends": { clientId: string; application: string; endDate: number };
};

/** Of a mail that needs nothing but its recipient. */
type Empty = Record<never, never>;

export type MailName = keyof MailData;

/** The mails that a user can turn off. */
export type OptionalMails = "decisions" | "secrets" | "approvals";

/** Why a mail is sent. Users cannot turn off what concerns the security of their account. */
export const MAIL_KINDS: Readonly<Record<MailName, OptionalMails | "security">> = {
  "sign-up": "security",
  reset: "security",
  invitation: "security",
  "password-changed": "security",
  blocked: "security",
  unblocked: "security",
  "account-closed": "security",
  "subscription-waits": "approvals",
  "subscription-approved": "decisions",
  "subscription-rejected": "decisions",
  "product-waits": "approvals",
  "product-approved": "decisions",
  "product-rejected": "decisions",
  "secret-ends": "secrets",
};
