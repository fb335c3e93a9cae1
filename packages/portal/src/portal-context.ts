import type { SubscriptionAdministration } from "@product-auth/core/subscriptions";
import type { RecordRepository } from "@product-auth/core/records";
import type { PortalApplications } from "./applications/portal-applications.js";
import type { AuditLog } from "./audit/audit-log.js";
import type { PortalCaptcha } from "./captcha/portal-captcha.js";
import type { Forms } from "./forms/forms.js";
import type { Queues } from "./forms/queues.js";
import type { ConsoleSignIn } from "./console-sign-in/console-sign-in.js";
import type { ConsoleKeys } from "./console-keys/console-keys.js";
import type { Assets } from "./http/assets.js";
import type { CookieJar } from "./http/cookies.js";
import type { PortalProblem } from "./portal-events.js";
import type { ApiDescriptions } from "./openapi/api-descriptions.js";
import type { Mails } from "./mail/mails.js";
import type { PortalSettings } from "./options/settings.js";
import type { Editions } from "./publishing/editions.js";
import type { Passwords } from "./passwords/passwords.js";
import type { UserAdministration } from "./people/user-administration.js";
import type { UserDirectory } from "./people/user-directory.js";
import type { Users } from "./people/users.js";
import type { Attempts } from "./sign-in/attempts.js";
import type { PortalKeys } from "./stores/portal-keys.js";
import type { Devices } from "./sign-in/devices.js";
import type { Flows } from "./sign-in/flows.js";
import type { ProviderHealth } from "./sign-in/provider-health.js";
import type { Sessions } from "./sign-in/sessions.js";
import type { Tickets } from "./sign-in/tickets.js";

/** What the views of a portal work with. */
export interface PortalContext {
  readonly settings: PortalSettings;
  /** The published edition, and what the settings follow. */
  readonly editions: Editions;
  readonly records: RecordRepository;
  readonly subscriptions: SubscriptionAdministration;
  /** The keys that the console gets for 15 minutes. */
  readonly consoleKeys: ConsoleKeys;
  /** How users get tokens at the issuer, for the console; undefined where they cannot. */
  readonly consoleSignIn: ConsoleSignIn | undefined;
  /** The operations of APIs, from the catalog and from OpenAPI documents. */
  readonly descriptions: ApiDescriptions;
  readonly users: Users;
  /** The users by name. */
  readonly directory: UserDirectory;
  /** What administrators do with users. */
  readonly people: UserAdministration;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly devices: Devices;
  readonly keys: PortalKeys;
  readonly flows: Flows;
  readonly attempts: Attempts;
  readonly tickets: Tickets;
  /** Undefined in a portal without `basic()`. */
  readonly captcha: PortalCaptcha | undefined;
  readonly providers: ProviderHealth;
  readonly mails: Mails;
  readonly forms: Forms;
  readonly queues: Queues;
  readonly audit: AuditLog;
  readonly assets: Assets;
  readonly cookies: CookieJar;
  /** Client applications; undefined where the portal has no pages for them. */
  readonly applications: PortalApplications | undefined;
  /** Sends the requests to the token endpoint. */
  readonly fetch: typeof fetch;
  readonly reportProblem: (problem: PortalProblem) => void;
  /** Reports what failed besides an answer to a page, with a reference. */
  readonly reportFailure: (cause: unknown) => void;
  /** Address of a path of the portal: `to("products", name)`. Every segment is encoded. */
  readonly to: (...segments: readonly string[]) => string;
}
