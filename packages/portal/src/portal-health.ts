import type { ApplicationJob } from "@product-auth/core/clients";
import { allJobs } from "./applications/all-pages.js";
import type { PortalApplications } from "./applications/portal-applications.js";
import { lastReconcile, type LastReconcile } from "./applications/upkeep.js";
import { lastCleaning, type LastCleaning } from "./cleaning/cleaning.js";
import type { MailHealth } from "./mail/mails.js";
import { consoleHealth, type ConsoleHealth } from "./console-sign-in/console-health.js";
import type { PortalContext } from "./portal-context.js";
import { candidateOf } from "./publishing/candidate.js";
import type { ProviderState } from "./sign-in/provider-health.js";
import { redirectUriOf } from "./sign-in/redirect-uri.js";

/** State of a portal, for operators. Holds no secret and no person. */
export interface PortalHealth {
  /** Whether every store answered just now, and the mail server took the last mail. */
  readonly status: "ok" | "degraded";
  readonly records: StoreState;
  readonly subscriptions: StoreState;
  /** The providers, in the order of the options. */
  readonly signIn: readonly (ProviderState & {
    readonly id: string;
    readonly label: string;
    /** What must be registered at the issuer. */
    readonly redirectUri: string;
  })[];
  readonly retention: RetentionHealth;
  /** Absent in a portal without the option `mail`, and while the records do not answer. */
  readonly mail?: MailHealth;
  /** The published edition. Absent where there is none, and no settings file. */
  readonly edition?: EditionHealth;
  /** Absent without delegation. */
  readonly delegation?: DelegationHealth;
  /** The console's own client. Absent without the option `console.signIn`. */
  readonly console?: ConsoleHealth;
  /** Absent in a portal without applications. */
  readonly applications?: ApplicationHealth;
}

/** What the portal removes when its time has passed. */
export interface RetentionHealth {
  /** Days for which events of the audit are kept: option `retention`. */
  readonly audit: number;
  /** Absent before the first. */
  readonly lastCleaning?: LastCleaning;
}

/** State of the published edition, for operators. */
export interface EditionHealth {
  /** 0: nothing is published, and what the program started with is in force. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly publishedAt?: number;
  /** Whether the settings file or the options differ from what is in force; `broken`: the settings file has problems. */
  readonly candidate: "same" | "differs" | "broken";
}

/** What the delegating site does, for operators. */
export interface DelegationHealth {
  readonly url: string;
  readonly registration: boolean;
  readonly subscription: boolean;
}

/** State of the client applications, for operators. */
export interface ApplicationHealth {
  /** What Entra ID answered last; `unknown` before the first call of this process. */
  readonly provisioning: "ok" | "unavailable" | "refused" | "unknown";
  /** Since when Entra ID cannot be reached. Milliseconds since 1970. */
  readonly unreachableSince?: number;
  /** Why Entra ID refuses, and the number of the finding. */
  readonly refusal?: { readonly message: string; readonly finding?: string };
  /** Jobs that are not done. */
  readonly openJobs: readonly JobHealth[];
  /** Jobs that only have to remove something from Entra ID: access has ended already. */
  readonly cleanup: readonly JobHealth[];
  /** The last comparison with Entra ID. */
  readonly lastReconcile?: LastReconcile;
}

/** A job, without the person whom it concerns. */
export type JobHealth = Pick<ApplicationJob, "id" | "displayName" | "state" | "attempts" | "problem">;

/** Whether a store answered just now. */
export type StoreState = "ok" | "unavailable";

const DAY = 86_400_000;

/** Asks the stores, and says what the providers did last in this process. Never rejects. */
export async function healthOf(portal: PortalContext): Promise<PortalHealth> {
  const [records, subscriptions] = await Promise.all([
    stateOf(() => portal.records.list("user", { limit: 1 })),
    stateOf(() => portal.subscriptions.list({ limit: 1 })),
  ]);
  const signIn = portal.settings.signIn.map((provider) => ({
    id: provider.id,
    label: provider.label,
    redirectUri: redirectUriOf(provider, portal),
    ...portal.providers.of(provider.id),
  }));
  const last = await orUndefined(() => lastCleaning(portal));
  const mail = await orUndefined(() => portal.mails.health());
  const isDegraded = records !== "ok" || subscriptions !== "ok" || mail?.status === "failing";
  const { applications, consoleSignIn } = portal;
  const ofConsole = consoleSignIn && (await consoleHealth(consoleSignIn, portal));
  const { delegation } = portal.settings;
  const edition = editionHealth(portal);
  const ofApplications = applications && (await applicationHealth(applications, portal));
  return {
    status: isDegraded ? "degraded" : "ok",
    records,
    subscriptions,
    signIn,
    retention: {
      audit: portal.settings.retention.audit / DAY,
      ...(last !== undefined && { lastCleaning: last }),
    },
    ...(mail && { mail }),
    ...(edition && { edition }),
    ...(delegation && {
      delegation: {
        url: delegation.url.href,
        registration: delegation.registration,
        subscription: delegation.subscription,
      },
    }),
    ...(ofConsole && { console: ofConsole }),
    ...(ofApplications && { applications: ofApplications }),
  };
}

function editionHealth(portal: PortalContext): EditionHealth | undefined {
  const { published, path } = portal.editions;
  if (published === undefined && path === undefined) return undefined;
  const { problems, changes } = candidateOf(portal);
  return {
    number: published?.number ?? 0,
    ...(published !== undefined && { publishedAt: published.at }),
    candidate: problems.length > 0 ? "broken" : changes.length > 0 ? "differs" : "same",
  };
}

async function applicationHealth(
  applications: PortalApplications,
  portal: PortalContext,
): Promise<ApplicationHealth> {
  const { refused, unreachableSince, answeredAt } = applications.provisioning.state;
  const jobs = await orUndefined(() => allJobs(applications));
  const last = await orUndefined(() => lastReconcile(portal));
  const problemOf = (reason: string) => jobs?.find(({ problem }) => problem?.reason === reason)?.problem;
  const refusal = problemOf("refused") ?? refused;
  const isUnreachable = unreachableSince !== undefined || problemOf("unavailable") !== undefined;
  return {
    provisioning:
      refusal !== undefined
        ? "refused"
        : isUnreachable
          ? "unavailable"
          : answeredAt === undefined
            ? "unknown"
            : "ok",
    ...(unreachableSince !== undefined && { unreachableSince }),
    ...(refusal !== undefined && { refusal: refusalOf(refusal) }),
    openJobs: (jobs ?? []).filter(({ isCleanup }) => !isCleanup).map(withoutPerson),
    cleanup: (jobs ?? []).filter(({ isCleanup }) => isCleanup).map(withoutPerson),
    ...(last !== undefined && { lastReconcile: last }),
  };
}

const refusalOf = ({ message, finding }: { readonly message: string; readonly finding?: string }) => ({
  message,
  ...(finding !== undefined && { finding }),
});

const withoutPerson = ({ id, displayName, state, attempts, problem }: ApplicationJob): JobHealth => ({
  id,
  displayName,
  state,
  attempts,
  ...(problem !== undefined && { problem }),
});

/** While the records do not answer, `records` says so. */
async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}

async function stateOf(ask: () => Promise<unknown>): Promise<StoreState> {
  try {
    await ask();
    return "ok";
  } catch {
    return "unavailable";
  }
}
