import { callObserver } from "../operators/call-observer.js";
import { pause } from "../lib/pause.js";
import { storedApplicationOf, APPLICATION, applicationDocumentOf } from "./application-document.js";
import { applicationSecrets } from "./application-secrets.js";
import { ApplicationStore } from "./application-store.js";
import type { ClientAdministration, ClientAdministrationOptions } from "./client-administration.js";
import type { ClientContext } from "./client-context.js";
import { jobActs } from "./job-acts.js";
import { jobOf } from "./job-document.js";
import { JobRunner } from "./job-runner.js";
import { linkChanges } from "./link-changes.js";
import { registration } from "./registration.js";
import { stateChanges } from "./state-changes.js";
import { waitForJob } from "./wait-for-job.js";

/** Makes the functions that create and change the client applications in records. */
export function administerClients({
  records,
  provisioning,
  onAudit,
  onProblem,
  clock = () => Date.now(),
  delay,
  patience = 5_000,
}: ClientAdministrationOptions): ClientAdministration {
  // The change has been made: a failing audit must not lose the secret, which is returned only now.
  const audit: ClientContext["audit"] = (event) => {
    callObserver(() => onAudit?.(Object.freeze({ ...event, at: clock() })), "ProductAuthAuditWarning");
  };
  const store = new ApplicationStore(records);
  const inBackground = delay ?? ((milliseconds, signal) => pause(milliseconds, signal, { keepAlive: false }));
  const runner = new JobRunner({ store, provisioning, clock, delay: inBackground, audit, onProblem });

  const context: ClientContext = {
    ...{ records, store, provisioning, runner, clock, audit },
    async settle(id, longest = patience) {
      const waited = new AbortController();
      await Promise.race([runner.start(id), pause(Math.min(longest, patience), waited.signal)]);
      waited.abort();
      const job = await store.job(id);
      return job && jobOf(job);
    },
  };
  const acts = jobActs(context);

  return {
    tokenUrl: provisioning.tokenUrl,
    ...registration(context),
    ...linkChanges(context),
    ...stateChanges(context),
    ...applicationSecrets(context),
    ...acts,
    async get(id) {
      const application = await store.application(id);
      return application && storedApplicationOf(application);
    },
    async list({ ownerId, limit, after } = {}) {
      const { records: found, next } = await records.list(APPLICATION, {
        ...(ownerId !== undefined && { owner: ownerId }),
        ...(limit !== undefined && { limit }),
        ...(after !== undefined && { after }),
      });
      const items = found.map((record) => storedApplicationOf(applicationDocumentOf(record)));
      return { items, ...(next !== undefined && { next }) };
    },
    wait: (id, wait = {}) =>
      waitForJob(acts.job, id, wait, clock, delay ?? ((milliseconds, signal) => pause(milliseconds, signal))),
    close: () => runner.close(),
  };
}
