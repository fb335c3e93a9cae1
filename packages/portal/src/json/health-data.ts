import type { JsonObject } from "@product-auth/core/records";
import type { JobHealth, PortalHealth } from "../portal-health.js";
import { momentOf } from "./moment-of.js";

/** The health of a portal, as its page shows it. */
export const healthData = ({
  status,
  records,
  subscriptions,
  signIn,
  retention: { audit, lastCleaning },
  mail,
  edition,
  delegation,
  console,
  applications,
}: PortalHealth): JsonObject => ({
  ...{ status, records, subscriptions },
  signIn: signIn.map(
    ({ id, label, redirectUri, lastSignIn, unreachableSince, lastRefusal, groupsOmittedAt }) => ({
      ...{ id, label, redirectUri },
      lastSignIn: momentOf(lastSignIn),
      unreachableSince: momentOf(unreachableSince),
      lastRefusal: lastRefusal && { reason: lastRefusal.reason, at: momentOf(lastRefusal.at) },
      groupsOmittedAt: momentOf(groupsOmittedAt),
    }),
  ),
  retention: { audit, lastCleaning: lastCleaning && { ...lastCleaning, at: momentOf(lastCleaning.at) } },
  mail: mail && { ...mail, failingSince: momentOf(mail.failingSince) },
  edition: edition && { ...edition, publishedAt: momentOf(edition.publishedAt) },
  delegation: delegation && { ...delegation },
  console: console && {
    ...console,
    lastSignIn: momentOf(console.lastSignIn),
    unreachableSince: momentOf(console.unreachableSince),
    lastRefusal: console.lastRefusal && {
      reason: console.lastRefusal.reason,
      at: momentOf(console.lastRefusal.at),
    },
  },
  applications: applications && {
    provisioning: applications.provisioning,
    unreachableSince: momentOf(applications.unreachableSince),
    refusal: applications.refusal,
    openJobs: applications.openJobs.map(jobHealthData),
    cleanup: applications.cleanup.map(jobHealthData),
    lastReconcile: applications.lastReconcile && {
      ...applications.lastReconcile,
      at: momentOf(applications.lastReconcile.at),
    },
  },
});

const jobHealthData = ({ id, displayName, attempts, problem }: JobHealth): JsonObject => ({
  ...{ id, displayName },
  problem: problem && { finding: problem.finding, message: problem.message, attempts },
});
