import type { ProductAuth } from "@product-auth/core";
import type { ClientAdministration } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import type { SubscriptionAdministration } from "@product-auth/core/subscriptions";
import type { CounterStore } from "@product-auth/core/counters";
import type { Captcha } from "../captcha/captcha.js";
import type { MailSender } from "../mail/mail.js";
import type { BasicSignIn } from "../sign-in/basic.js";
import type { SignInProvider } from "../sign-in/sign-in-provider.js";
import type { ConsoleOptions } from "../console-sign-in/console-options.js";
import type { PortalEvent } from "../audit/portal-event.js";
import type { DelegationOptions } from "../delegation/delegation-options.js";
import type { PortalTexts, SignUp } from "../publishing/edition.js";

/** Options of `createPortal`. */
export interface PortalOptions {
  /** The instance whose catalog is shown. Pages follow its catalog, also after `update`. */
  readonly auth: PortalAuth;
  /** Where users, sessions and the audit are stored. */
  readonly records: RecordRepository;
  /** The subscriptions that `auth` looks up keys in: `administerSubscriptions({ repository })`. */
  readonly subscriptions: SubscriptionAdministration;
  /**
   * Address of the portal, as browsers see it: `https://api.example.com/developer`. The only source of links, redirect
   * addresses and the origin of forms; `Host` and `X-Forwarded-*` are never read. https, or http on a loopback address.
   */
  readonly publicUrl: string;
  /** Heading of the home page and part of every title. 1 to 60 characters. Default "Developer portal". */
  readonly title?: string;
  /**
   * How people sign in: one or more providers, such as `entraId({ … })`, and `basic()` for e-mail and password. May be empty
   * where `delegation` has the registration.
   */
  readonly signIn: readonly (SignInProvider | BasicSignIn)[];
  /** What visitors who are not signed in may do: see pages (`browse`, the default), or nothing but sign in (`redirect`). */
  readonly anonymous?: "browse" | "redirect";
  /**
   * Who may sign up with an e-mail address and a password: any visitor (`open`), visitors with an address of these domains,
   * people with an invitation (the default); `off` turns sign-up and invitations off. Without `basic()` it has no effect.
   */
  readonly signUp?: SignUp;
  /** Terms of use of the portal, in Markdown: at most 16,000 characters. Users accept them at sign-up. Default: none. */
  readonly terms?: string;
  /** Further texts on pages, in Markdown. Default: none. */
  readonly texts?: PortalTexts;
  /**
   * Path of a JSON file with `title`, `accent`, `logo`, `anonymous`, `signUp`, `terms` and `texts`, which take precedence over the
   * options of the same names. It is read at the start. While the portal runs, an administrator publishes its changes.
   */
  readonly settings?: string;
  /** Sends sign-in, sign-up and profile, or subscribing, to a site of yours, as delegation in API Management does. Default: none. */
  readonly delegation?: DelegationOptions;
  /**
   * Who administers: users with one of these app roles of the portal's registration, from sign-in to sign-out, besides those in the
   * group `administrators`. Default: only those.
   */
  readonly administrators?: { readonly roles: readonly string[] };
  /**
   * Called at the start of a portal without an administrator: without the option `administrators`, and without an active user in the
   * group `administrators`. `link`: who opens it within 24 hours becomes the administrator; it works once. Default: prints it to
   * the standard error.
   */
  readonly onFirstAdministrator?: (link: string) => void;
  /** Groups that products may name in `groups`, by name. Besides them there are `administrators`, `developers` and `guests`. */
  readonly groups?: Readonly<Record<string, GroupOptions>>;
  /**
   * Pages on which users register client applications: `administerClients({ records, provisioning })`, or an object with it and
   * settings. Default: no such pages.
   */
  readonly applications?: ClientAdministration | ApplicationOptions;
  /** How long a session lasts. */
  readonly session?: SessionOptions;
  /** How long the portal keeps what has no end otherwise. */
  readonly retention?: RetentionOptions;
  /** The console on the pages of operations, or settings of it: `{ signIn: { clientId, clientSecret } }`. Default true. */
  readonly console?: boolean | ConsoleOptions;
  /**
   * Sends mails: `nodemailerMail(transport)`, or your own. Required with `basic()`, whose links come by mail. Default: no mails.
   * `outboxMail()` and `logMail()` are refused when `NODE_ENV` is `production`.
   */
  readonly mail?: MailSender;
  /** Shows a ribbon on every page. Refused when `NODE_ENV` is `production`. Default false. */
  readonly development?: boolean;
  /** Color of links and buttons, as `#rrggbb`, with a contrast of at least 4.5 : 1 to white. Default `#0b5cad`. */
  readonly accent?: string;
  /** Path of an SVG or PNG file of at most 64 KiB, shown in the header of every page. Default: none. */
  readonly logo?: string;
  /**
   * The check against programs on the forms for sign-up and reset, and on sign-in after three failures. Default: a proof of work
   * in the browser, about a second, without a third party.
   */
  readonly captcha?: Captcha;
  /** Counters of attempts, when several instances share them. Default: in memory. */
  readonly counters?: CounterStore;
  /** Attempts per address, as a multiple of the defaults. For tests and demonstrations. Default 1. */
  readonly attempts?: number;
  /** Sends the requests to the token endpoint for the console. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Called for each event, after it is stored. What it throws becomes a process warning. */
  readonly onAudit?: (event: PortalEvent) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
}

/** What a portal uses of an instance. The middleware of every adapter has it too. */
export type PortalAuth = Pick<ProductAuth, "catalog" | "limits" | "health"> &
  Partial<Pick<ProductAuth, "clientApplications">>;

/** Client applications with settings. */
export interface ApplicationOptions {
  /** `administerClients({ records, provisioning })`. */
  readonly administration: ClientAdministration;
  /** Whether users register applications and add products themselves. False: administrators only, as in API Management. Default true. */
  readonly selfRegistration?: boolean;
  /** Maximum number of applications of each owner, registrations in progress included: 1 to 1000. Default 5. */
  readonly limit?: number;
  /** Compares the applications with Entra ID, for the page "Health". Called once an hour by one of the instances. Changes nothing. */
  readonly reconcile?: () => Promise<readonly ReconcileFinding[]>;
}

/** A difference between the records and Entra ID. */
export interface ReconcileFinding {
  /** Number of the finding, such as P21. */
  readonly code?: string;
  /** What differs: a client id, or the name of an application. */
  readonly at: string;
  readonly message: string;
  /** What it means. */
  readonly meaning?: string;
  /** What to do. */
  readonly fix?: string;
}

/** A group of users, read from the id_token at every sign-in. */
export interface GroupOptions {
  readonly displayName: string;
  /** App role of the portal's registration whose users are in the group. */
  readonly role?: string;
  /** Object id of the Entra group whose users are in the group. */
  readonly groupId?: string;
}

/** How long a session lasts, in minutes. */
export interface SessionOptions {
  /** Minutes without a request after which a session ends. Default 60. */
  readonly idle?: number;
  /** Minutes after which a session ends in any case. Default 720. */
  readonly absolute?: number;
}

/** How long the portal keeps what has no end otherwise, in days. */
export interface RetentionOptions {
  /** Days after which an event of the audit is removed: 1 to 3650. Default 365. */
  readonly audit?: number;
}
