import { randomUUID } from "node:crypto";
import { ConfigurationError } from "@product-auth/core";
import { applicationRoutes } from "./application-routes.js";
import { settleApplications } from "./applications/portal-applications.js";
import { ApplicationUpkeep } from "./applications/upkeep.js";
import { answerRequest } from "./answer-request.js";
import { AuditLog } from "./audit/audit-log.js";
import { PortalCaptcha } from "./captcha/portal-captcha.js";
import { proofOfWork } from "./captcha/proof-of-work.js";
import { Cleaning } from "./cleaning/cleaning.js";
import { Forms } from "./forms/forms.js";
import { Queues } from "./forms/queues.js";
import { consoleSignInRoutes } from "./console-sign-in-routes.js";
import { CodeClient } from "./console-sign-in/code-client.js";
import { WaitingTokens } from "./console-sign-in/waiting-tokens.js";
import { ConsoleKeys } from "./console-keys/console-keys.js";
import { Assets } from "./http/assets.js";
import { CookieJar } from "./http/cookies.js";
import { ApiDescriptions } from "./openapi/api-descriptions.js";
import { delegationRoutes } from "./delegation-routes.js";
import { siteUsers } from "./delegation/site-users.js";
import { basicRoutes } from "./basic-routes.js";
import { optionProblems } from "./options/option-problems.js";
import type { PortalOptions } from "./options/portal-options.js";
import { settlePortal } from "./options/settings.js";
import { Passwords } from "./passwords/passwords.js";
import { administerUsers } from "./people/administer-users.js";
import { offerFirstAdministrator, printFirstAdministrator } from "./people/first-administrator.js";
import { UserDirectory } from "./people/user-directory.js";
import { Users } from "./people/users.js";
import type { PortalContext } from "./portal-context.js";
import { MailQueue } from "./mail/mail-queue.js";
import { mailQueueParts } from "./mail/mail-queue-parts.js";
import { Mails } from "./mail/mails.js";
import { isOutbox } from "./mail/outbox-mail.js";
import { MAIL } from "./mail/queued-mail.js";
import { writeMail } from "./mail/write-mail.js";
import { mailRoutes, outboxRoutes } from "./mail-routes.js";
import { publish, type PortalProblem } from "./portal-events.js";
import { healthOf } from "./portal-health.js";
import type { Portal } from "./portal.js";
import { peopleRoutes } from "./people-routes.js";
import { readLocalSettings } from "./publishing/local-settings.js";
import { publishRoutes } from "./publish-routes.js";
import { publishCandidate } from "./publishing/publish-candidate.js";
import { Editions } from "./publishing/editions.js";
import { invitationRoutes } from "./invitation-routes.js";
import { routes } from "./routes.js";
import { Attempts } from "./sign-in/attempts.js";
import { Devices } from "./sign-in/devices.js";
import { Flows } from "./sign-in/flows.js";
import { ProviderHealth } from "./sign-in/provider-health.js";
import { Sessions } from "./sign-in/sessions.js";
import { Tickets } from "./sign-in/tickets.js";
import { noticing } from "./stores/noticing.js";
import { PortalKeys } from "./stores/portal-keys.js";
import { RegularLook } from "./stores/regular-look.js";
import { reachableRecords, reachableSubscriptions } from "./stores/reachable.js";

/** Milliseconds for which a page waits for work on users before it shows the progress. */
const PATIENCE = 1000;
/**
 * Checks of passwords give way to calls of the API: on Linux they get a tenth of a processor that is busy with calls (a
 * quarter with 5), so that a check of 80 ms ends within a second even there, and the calls keep nine tenths.
 */
const NICE = 10;
/** Milliseconds between two looks for work on users that another process left: less than its lease of 30 seconds. */
const USERS_EVERY = 20_000;

const ASSETS = ["style.css", "icon.svg", "page.js", "console.js", "captcha.js"];

/**
 * Makes a developer portal. Mount it with the `portal` door of an adapter: `app.use("/developer", portalRoutes(portal))`.
 * Throws one `ConfigurationError` that lists every problem.
 */
export function createPortal(options: PortalOptions): Portal {
  // oxlint-disable-next-line node/no-process-env -- what is refused in production must know of it
  const problems = optionProblems(options, process.env["NODE_ENV"] === "production");
  const local = readLocalSettings(options);
  if (problems.length + local.problems.length > 0)
    throw new ConfigurationError([...problems, ...local.problems], "The portal cannot start");
  const settings = settlePortal(options, () => editions.current);
  const { base, clock, publicUrl } = settings;
  const reportProblem = (problem: PortalProblem) => publish({ kind: "problem", problem });
  const reportFailure = (cause: unknown) => reportProblem({ reference: randomUUID(), status: 503, cause });
  let mailQueue: MailQueue | undefined;
  const kept = reachableRecords(options.records);
  const directory = new UserDirectory({
    records: kept,
    onChange: options.records.onChange?.bind(options.records),
    clock,
  });
  const records = noticing(
    noticing(kept, MAIL, () => mailQueue?.wake()),
    "user",
    (id) => directory.changed(id),
  );
  const editions = new Editions({
    local,
    records,
    onChange: options.records.onChange?.bind(options.records),
    clock,
    onFailure: reportFailure,
  });
  const keys = new PortalKeys(records);
  const attempts = new Attempts(options.counters, clock, settings.attempts);
  const captcha = options.captcha ?? proofOfWork({ records, keys, clock });
  const home = base === "" ? "/" : base;
  const subscriptions = reachableSubscriptions(options.subscriptions);
  const users = new Users(records, clock);
  const applications = settleApplications(options.applications, clock);
  const people = administerUsers({
    records,
    subscriptions,
    ...(applications && { applications: applications.administration }),
    ...(options.onAudit && { onAudit: options.onAudit }),
    onProblem: reportFailure,
    clock,
    patience: PATIENCE,
  });
  const consoleKeys = new ConsoleKeys(subscriptions, users, clock);
  const sessions = new Sessions(records, clock, settings.session);
  const fetch = options.fetch ?? globalThis.fetch;
  const portal: PortalContext = {
    settings,
    editions,
    records,
    applications,
    fetch,
    subscriptions,
    consoleKeys,
    consoleSignIn: settings.consoleSignIn && {
      settings: settings.consoleSignIn,
      client: new CodeClient(settings.consoleSignIn, fetch),
      tokens: new WaitingTokens(sessions, clock),
    },
    descriptions: new ApiDescriptions((problem) => publish({ kind: "document", problem })),
    users,
    directory,
    people,
    passwords: new Passwords(records, clock, settings.isDevelopment ? 0 : NICE),
    sessions,
    devices: new Devices(records, clock),
    keys,
    flows: new Flows(records, clock),
    attempts,
    tickets: new Tickets(records, clock),
    captcha: settings.basic ? new PortalCaptcha(captcha, attempts, reportFailure) : undefined,
    providers: new ProviderHealth(clock),
    mails: new Mails({
      sender: options.mail,
      records,
      clock,
      reportFailure,
      write: (name, to, data) => writeMail(name, { to, data, user: undefined }, portal),
    }),
    forms: new Forms(records, clock),
    queues: new Queues(),
    audit: new AuditLog(records, clock, options.onAudit),
    assets: new Assets(ASSETS, settings),
    cookies: new CookieJar(publicUrl.protocol === "https:"),
    reportProblem,
    reportFailure,
    to: (...segments) =>
      segments.length === 0 ? home : [base, ...segments.map(encodeURIComponent)].join("/"),
  };
  const pages = [
    ...delegationRoutes(settings.delegation),
    ...routes,
    ...peopleRoutes,
    ...publishRoutes,
    ...(settings.basic ? basicRoutes : []),
    ...(options.mail === undefined ? [] : mailRoutes),
    ...invitationRoutes,
    ...(settings.isDevelopment && isOutbox(options.mail) ? outboxRoutes : []),
    ...(applications === undefined ? [] : applicationRoutes),
    ...(settings.consoleSignIn === undefined ? [] : consoleSignInRoutes),
  ];
  const userLooks = new RegularLook(() => people.resumeAll(), USERS_EVERY, reportFailure);
  void userLooks.look();
  const { mail: sender } = options;
  if (sender !== undefined) mailQueue = new MailQueue(mailQueueParts(sender, kept, portal));
  const upkeep = applications && new ApplicationUpkeep(portal, applications);
  const cleaning = new Cleaning(portal);
  const offered = offerFirstAdministrator(portal, options.onFirstAdministrator ?? printFirstAdministrator);
  return Object.freeze({
    url: publicUrl,
    handle: (request: Request, { address }: { address: string | undefined }) =>
      answerRequest(request, { address, routes: pages }, portal),
    health: () => healthOf(portal),
    users: siteUsers(portal),
    publish: () => publishCandidate(portal, options.onAudit),
    async close() {
      await offered;
      editions.close();
      directory.close();
      consoleKeys.close();
      await people.close();
      await userLooks.close();
      await upkeep?.close();
      await cleaning.close();
      await mailQueue?.close();
      await portal.attempts.close();
      await portal.passwords.close();
    },
  });
}
