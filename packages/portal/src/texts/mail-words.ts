import type { OptionalMails } from "../mail/mail-data.js";

/** What a mail says. `subject`: without the title of the portal. A link is its own paragraph. */
export interface MailWords {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

/** The texts of mails. Names come without addresses (`plainName`); links lead to this portal only. */
export const MAIL_WORDS = {
  "sign-up": (welcome: string): MailWords => ({
    subject: "Choose a password",
    paragraphs: [
      "This address was entered to sign up. Choose a password within 24 hours to create the account:",
      welcome,
      "If you did not sign up, ignore this mail. There is no account yet, and none is created.",
    ],
  }),
  /** For a sign-up with the address of an account. */
  "account-exists": (signIn: string, reset: string): MailWords => ({
    subject: "You have an account",
    paragraphs: [
      "This address was entered to sign up, but it has an account already. Sign in:",
      signIn,
      "If you forgot your password, choose a new one:",
      reset,
      "If you did not sign up, ignore this mail. Nothing was changed.",
    ],
  }),
  reset: (link: string): MailWords => ({
    subject: "Choose a new password",
    paragraphs: [
      "A new password was requested for your account. Choose it within an hour:",
      link,
      "Your sessions end when you choose it. If you did not request it, ignore this mail. Nothing was changed.",
    ],
  }),
  /** For a reset with an address that signs in with no password. `others`: labels of the other ways to sign in. */
  "no-password": (signIn: string, others: readonly string[]): MailWords => ({
    subject: "No password for this address",
    paragraphs: [
      "A new password was requested for this address, but no account signs in with this address and a password.",
      others.length === 0
        ? "If you have an account, it has another address. Sign in with that one:"
        : `If you have an account, you sign in with ${others.join(" or ")}, or with another address:`,
      signIn,
      "If you did not request it, ignore this mail. Nothing was changed.",
    ],
  }),
  invitation: (name: string, welcome: string): MailWords => ({
    subject: "You are invited",
    paragraphs: [
      ...(name === "" ? [] : [`Hello ${name},`]),
      "An administrator has invited you. Accept within 48 hours:",
      welcome,
      "If you do not know what this is about, ignore this mail. No account is created.",
    ],
  }),
  "password-changed": (reset: string): MailWords => ({
    subject: "Your password was changed",
    paragraphs: [
      "The password of your account was changed, and every other session was signed out.",
      "If you did not change it, choose a new one now:",
      reset,
    ],
  }),
  blocked: (): MailWords => ({
    subject: "Your account is blocked",
    paragraphs: [
      "An administrator has blocked your account. You cannot sign in, and your subscription keys and client applications are refused.",
    ],
  }),
  unblocked: (signIn: string): MailWords => ({
    subject: "Your account is active again",
    paragraphs: [
      "An administrator has unblocked your account. You can sign in again, and your subscription keys and client applications work.",
      signIn,
    ],
  }),
  "account-closed": (): MailWords => ({
    subject: "Your account is closed",
    paragraphs: [
      "Your account was closed. Its subscription keys and client applications are refused from now on.",
    ],
  }),
  "subscription-waits": (product: string, review: string): MailWords => ({
    subject: "A subscription waits for approval",
    paragraphs: [`A user has subscribed to ${product}. Approve or reject the subscription:`, review],
  }),
  "subscription-approved": (product: string, page: string): MailWords => ({
    subject: "Your subscription is approved",
    paragraphs: [
      `Your subscription to ${product} is approved. Its page has a button that shows the keys once:`,
      page,
    ],
  }),
  "subscription-rejected": (product: string, page: string): MailWords => ({
    subject: "Your subscription is rejected",
    paragraphs: [
      `Your subscription to ${product} was rejected. Its page has the administrator's comment, if there is one:`,
      page,
    ],
  }),
  "product-waits": (product: string, application: string, review: string): MailWords => ({
    subject: "An application waits for approval",
    paragraphs: [
      `A user has asked for ${product} for the application “${application}”. Approve or reject the request:`,
      review,
    ],
  }),
  "product-approved": (product: string, application: string, page: string): MailWords => ({
    subject: "A product is approved for your application",
    paragraphs: [`Your application “${application}” may use ${product}:`, page],
  }),
  "product-rejected": (product: string, application: string, page: string): MailWords => ({
    subject: "A product is rejected for your application",
    paragraphs: [
      `Your application “${application}” may not use ${product}. Its page has the administrator's comment, if there is one:`,
      page,
    ],
  }),
  "secret-ends": (application: string, endDate: number, page: string): MailWords => ({
    subject: "A client secret ends soon",
    paragraphs: [
      `A client secret of your application “${application}” ends on ${dayOf(endDate)} (UTC). After that the application gets no tokens with it. Make a new one before:`,
      page,
    ],
  }),
} as const;

const dayOf = (time: number): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(time);

/** The end of a mail that users can turn off. */
export const turnOffWords = (profile: string): readonly string[] => [
  "You can turn mails like this one off on the page “Mails” of your profile:",
  profile,
];

/** The mails that users can turn off, as their page names them. */
export const OPTIONAL_MAILS: Readonly<Record<OptionalMails, string>> = {
  decisions: "A subscription of mine, or a product for my application, is approved or rejected",
  secrets: "A client secret of my application ends in 30, 7 or 1 days",
  approvals: "A subscription or an application waits for approval",
};
