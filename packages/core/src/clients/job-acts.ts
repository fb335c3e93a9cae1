import { ApplicationNotFoundError, ApplicationStateError } from "./application-errors.js";
import type { ApplicationJob } from "./application-job.js";
import { changeJobId } from "./application-store.js";
import type { ClientAdministration } from "./client-administration.js";
import type { ClientContext } from "./client-context.js";
import { awake, JOB, jobDocumentOf, jobOf, nextStep, type JobDocument } from "./job-document.js";
import { actOf } from "./job-steps.js";
import { registered } from "./perform-step.js";
import { allOf } from "./within-limit.js";
import { pageSizeOf } from "../repositories/page-size.js";

type JobActs = Pick<ClientAdministration, "jobs" | "job" | "resume" | "completeStep" | "resumeAll">;

/** Makes the functions that list jobs and continue them. */
export function jobActs({ records, store, runner, audit, settle }: ClientContext): JobActs {
  /** A job that another process left is continued by the process that looks at it. */
  const lookedAt = (job: JobDocument): ApplicationJob => {
    if (runner.isIdle(job)) void runner.start(job.id);
    return jobOf(job);
  };

  return {
    async jobs({ ownerId, clientId, limit, after } = {}) {
      if (clientId !== undefined) {
        const job = await store.job(changeJobId(clientId.toLowerCase()));
        const isListed = job !== undefined && (ownerId === undefined || job.ownerId === ownerId);
        return { items: isListed ? [lookedAt(job)] : [] };
      }
      const items: ApplicationJob[] = [];
      const size = pageSizeOf(limit);
      for await (const record of allOf(records, JOB, { owner: ownerId, after })) {
        const job = jobDocumentOf(record);
        if (job === undefined || job.state === "done") continue;
        if (items.length === size) return { items, next: items.at(-1)!.id };
        items.push(lookedAt(job));
      }
      return { items };
    },

    async job(id) {
      const job = await store.job(id);
      return job && lookedAt(job);
    },

    async resume(id) {
      const job = await store.changeJob(id, (current) =>
        current.state === "done" ? current : awake(current),
      );
      if (job === undefined) throw new ApplicationNotFoundError(id, "job");
      return (await settle(id)) ?? jobOf(job);
    },

    async completeStep(id, { clientId } = {}, act = {}) {
      const job = await store.changeJob(id, (current) => withStepByHand(current, clientId));
      if (job === undefined) throw new ApplicationNotFoundError(id, "job");
      const { clientId: applicationId } = job;
      audit({
        action: "complete-step",
        jobId: id,
        ...(applicationId !== undefined && { applicationId }),
        displayName: job.displayName,
        ...actOf(act),
      });
      return (await settle(id)) ?? jobOf(job);
    },

    async resumeAll() {
      let count = 0;
      for await (const record of allOf(records, JOB)) {
        const job = jobDocumentOf(record);
        if (job === undefined || !runner.isIdle(job)) continue;
        void runner.start(job.id);
        count += 1;
      }
      return count;
    },
  };
}

function withStepByHand(job: JobDocument, clientId: string | undefined): JobDocument {
  const step = nextStep(job);
  if (step === undefined || job.state !== "stopped" || job.problem?.reason !== "manual")
    throw new ApplicationStateError("The job does not wait for an administrator", job.state);
  if (step.name === "application" && clientId === undefined)
    throw new RangeError("clientId is missing; write the Application (client) ID of the registration");
  const steps = job.steps.map((one) =>
    one.id === step.id ? { ...one, byHand: true as const, ...(step.name === "application" && done) } : one,
  );
  const ids = step.name === "application" ? registered({ clientId: clientId! }) : {};
  return awake({ ...job, ...ids, steps });
}

const done = { state: "done" as const };
