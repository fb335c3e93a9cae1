import { errorKind } from "../lib/error-kind.js";
import { finishedJob } from "./discarded-job.js";
import { isCleanupStep, type JobDocument, type StepDocument } from "./job-document.js";
import { ProvisioningError } from "./provisioning-error.js";
import { CLEANUP_DELAY, mayBecomeVisible, retryDelay } from "./retry-times.js";

/** The job after a step failed: it waits for another attempt, or stops. */
export function failedJob(job: JobDocument, step: StepDocument, cause: unknown, now: number): JobDocument {
  const { reason, message, finding, retryAfter } = asProvisioningError(cause);
  const problem = { reason, message, ...(finding !== undefined && { finding }) };
  const attempts = job.attempts + 1;
  const steps = job.steps.map((one) => (one.id === step.id ? { ...one, state: "open" as const } : one));
  const failed = { ...job, steps, attempts, problem };
  const waiting = (delay: number): JobDocument => ({ ...failed, state: "waiting", retryAt: now + delay });
  switch (reason) {
    case "unavailable":
    case "busy":
      return waiting(retryDelay(attempts, retryAfter));
    case "not-ready":
      if (mayBecomeVisible(attempts)) return waiting(retryDelay(attempts, retryAfter));
      break;
    case "manual":
      // Without a registration there is nothing to remove.
      if (job.kind === "discard" && job.clientId === undefined)
        return finishedJob({ ...job, steps: [] }, now);
      return { ...failed, state: "stopped" };
    case "refused":
    case "not-found":
    case "conflict":
    case "secret-policy":
    case "two-secrets":
    case "already-shown":
      break;
  }
  // Access here has ended: what is left in Entra ID is tried until an administrator has corrected the cause.
  const removes = job.kind === "discard" || isCleanupStep(step);
  return removes ? waiting(CLEANUP_DELAY) : { ...failed, state: "stopped" };
}

/** Foreign errors are treated as temporary. Their text may contain anything, so only their kind is kept. */
export function asProvisioningError(cause: unknown): ProvisioningError {
  if (cause instanceof ProvisioningError) return cause;
  return new ProvisioningError("unavailable", `Provisioning failed: ${errorKind(cause)}`, { cause });
}
