import type { View } from "../call.js";
import { linkList } from "../html/list.js";
import { table, termList, time } from "../html/table.js";
import { html, type Fragment, type Html } from "../html/template.js";
import { page } from "../http/reply.js";
import { healthData } from "../json/health-data.js";
import type { MailHealth } from "../mail/mails.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import {
  healthOf,
  type ApplicationHealth,
  type DelegationHealth,
  type EditionHealth,
  type JobHealth,
  type PortalHealth,
  type StoreState,
} from "../portal-health.js";
import { MISSING_PERMISSION } from "../texts/application-words.js";

/** `/admin/health`: the stores, and the providers with what must be registered. */
export const healthPage: View<SignedInUser> = async (_, portal) => {
  const health = await healthOf(portal);
  const { records, subscriptions, signIn, mail, edition, delegation, retention, console, applications } =
    health;
  return page({
    h1: "Health",
    data: healthData(health),
    body: html`<h2>Stores</h2>
      ${termList([
        ["Records", storeWords(records)],
        ["Subscriptions", storeWords(subscriptions)],
      ])}
      ${signIn.map(
        (provider) =>
          html`<h2>Sign-in with ${provider.label}</h2>
            ${providerTerms(provider)}`,
      )}
      ${mail && mailSection(mail)} ${edition && editionSection(edition)}
      ${delegation && delegationSection(delegation)} ${console && html`<h2>Console</h2>`}
      ${console && consoleTerms(console)} ${applications && applicationSection(applications, portal)}
      <h2>Retention</h2>
      ${termList([
        ["Audit", `${retention.audit} ${retention.audit === 1 ? "day" : "days"}`],
        ["Last cleaning", cleaningWords(retention.lastCleaning)],
      ])}`,
  });
};

const storeWords = (state: StoreState): Html =>
  state === "ok"
    ? html`<span class="state active">Answers</span>`
    : html`<span class="state rejected">Cannot be reached</span>`;

function providerTerms(provider: PortalHealth["signIn"][number]): Html {
  const { redirectUri, lastSignIn, unreachableSince, lastRefusal, groupsOmittedAt } = provider;
  return termList([
    ["Redirect address", html`<code>${redirectUri}</code>`],
    ["Last sign-in", lastSignIn === undefined ? "None since this process started" : time(lastSignIn)],
    [
      "Cannot be reached since",
      unreachableSince !== undefined && html`<span class="state rejected">${time(unreachableSince)}</span>`,
    ],
    ["Last refusal", lastRefusal && html`<code>${lastRefusal.reason}</code>, ${time(lastRefusal.at)}`],
    [
      "Groups",
      groupsOmittedAt !== undefined &&
        html`A user in more than 200 groups signed in (${time(groupsOmittedAt)}): such users are in no group
          by <code>groupId</code>.`,
    ],
  ]);
}

const mailSection = ({ status, failingSince, reason, waiting }: MailHealth): Html =>
  html`<h2>Mail</h2>
    ${termList([
      [
        "Mail server",
        status === "ok"
          ? html`<span class="state active">No failure</span>`
          : html`<span class="state rejected">Takes no mails</span>`,
      ],
      ["Failing since", failingSince !== undefined && time(failingSince)],
      ["Reason", reason !== undefined && html`<code>${reason}</code>`],
      ["Waiting mails", waiting === 1000 ? "1,000 or more" : String(waiting)],
    ])}`;

const CANDIDATE_WORDS: Readonly<Record<EditionHealth["candidate"], Html>> = {
  same: html`Nothing`,
  differs: html`The settings file or the options differ from what is in force`,
  broken: html`<span class="state rejected">The settings file has problems</span>`,
};

const editionSection = ({ number, publishedAt, candidate }: EditionHealth): Html =>
  html`<h2>Settings</h2>
    ${termList([
      [
        "Published edition",
        number === 0 ? "None: what the program started with is in force" : String(number),
      ],
      ["Published", publishedAt !== undefined && time(publishedAt)],
      ["To be published", CANDIDATE_WORDS[candidate]],
    ])}`;

const delegationSection = ({ url, registration, subscription }: DelegationHealth): Html =>
  html`<h2>Delegation</h2>
    ${termList([
      ["Site", html`<code>${url}</code>`],
      ["Sign-in and profile", registration ? "At the site" : "In the portal"],
      ["Subscriptions", subscription ? "At the site" : "In the portal"],
    ])}`;

function consoleTerms(console: NonNullable<PortalHealth["console"]>): Html {
  const { redirectUri, clientId, lastSignIn, unreachableSince, lastRefusal } = console;
  return termList([
    ["Issuer", console.label],
    ["Redirect address", html`<code>${redirectUri}</code>`],
    ["Client ID", html`<code>${clientId}</code>`],
    ["Tokens", clientWords(console)],
    ["Last token", lastSignIn === undefined ? "None since this process started" : time(lastSignIn)],
    [
      "Cannot be reached since",
      unreachableSince !== undefined && html`<span class="state rejected">${time(unreachableSince)}</span>`,
    ],
    ["Last refusal", lastRefusal && html`<code>${lastRefusal.reason}</code>, ${time(lastRefusal.at)}`],
  ]);
}

function clientWords({ client, missingProducts }: NonNullable<PortalHealth["console"]>): Html {
  if (client === "unknown") return html`Not known: the client applications do not answer`;
  if (client === "refused")
    return html`<span class="state rejected">Refused</span> The API refuses them: the client is not active in
      <code>clientApplications</code>. List it in <code>also</code> of <code>clientRegistryOver</code>.`;
  return missingProducts.length === 0
    ? html`<span class="state active">Admitted</span>`
    : html`<span class="state active">Admitted</span> The client is not linked to
        ${missingProducts.join(", ")}: the API refuses its tokens there.`;
}

const PROVISIONING_WORDS: Readonly<Record<ApplicationHealth["provisioning"], Html>> = {
  ok: html`<span class="state active">Answers</span>`,
  unavailable: html`<span class="state rejected">Cannot be reached</span>`,
  refused: html`<span class="state rejected">Refuses</span>`,
  unknown: html`Not asked since this process started`,
};

function applicationSection(health: ApplicationHealth, portal: PortalContext): Html {
  const { provisioning, unreachableSince, refusal, openJobs, cleanup, lastReconcile } = health;
  return html`<h2>Applications</h2>
    ${termList([
      ["Microsoft Entra ID", PROVISIONING_WORDS[provisioning]],
      ["Cannot be reached since", unreachableSince !== undefined && time(unreachableSince)],
      [
        "Refusal",
        refusal &&
          html`${MISSING_PERMISSION}
          ${refusal.finding !== undefined && `${refusal.finding}: `}${refusal.message}`,
      ],
      ["Open jobs", String(openJobs.length)],
      ["To be cleaned up", String(cleanup.length)],
      ["Last reconcile", reconcileWords(lastReconcile)],
    ])}
    ${openJobs.length > 0 && html`<h3>Open jobs</h3>`} ${openJobs.length > 0 && jobList(openJobs, portal)}
    ${cleanup.length > 0 && html`<h3>To be cleaned up</h3>`} ${cleanup.length > 0 && jobList(cleanup, portal)}
    ${findingList(lastReconcile)}`;
}

function cleaningWords(last: PortalHealth["retention"]["lastCleaning"]): Fragment {
  if (last === undefined) return "None yet";
  const { at, removed, isBehind = false, failure } = last;
  if (failure !== undefined)
    return html`<span class="state rejected">Failed</span> ${time(at)}: ${failure}. The next one continues.`;
  if (removed === undefined) return html`${time(at)}, under way`;
  return html`${time(at)}, ${removed} ${removed === 1 ? "event" : "events"} of the audit
  removed${isBehind && ", more follow"}`;
}

const jobList = (jobs: readonly JobHealth[], { to }: PortalContext): Html =>
  linkList(
    jobs.map(({ id, displayName, problem, attempts }) => ({
      text: displayName,
      href: to("admin", "applications", "registrations", id),
      below:
        problem !== undefined &&
        html`${problem.finding !== undefined && `${problem.finding}: `}${problem.message} Attempts:
          ${attempts}. Reference <code>${id}</code>`,
    })),
    "",
  );

function reconcileWords(last: ApplicationHealth["lastReconcile"]): Fragment {
  if (last === undefined) return "None yet";
  const { at, findings, failure } = last;
  if (failure !== undefined) return html`${time(at)}, failed: ${failure}`;
  if (findings === undefined) return html`${time(at)}, without a comparison`;
  return html`${time(at)}, ${findings.length} ${findings.length === 1 ? "difference" : "differences"}`;
}

function findingList(last: ApplicationHealth["lastReconcile"]): Html | undefined {
  const findings = last?.findings ?? [];
  if (findings.length === 0) return undefined;
  return table({
    caption: "Differences from Microsoft Entra ID",
    columns: ["Application", "What differs", "What it means", "What to do"],
    rows: findings.map(({ code, at, message, meaning, fix }) => [
      at,
      html`${code !== undefined && `${code}: `}${message}`,
      meaning,
      fix,
    ]),
    empty: "",
  });
}
