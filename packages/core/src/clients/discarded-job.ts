import { awake, type JobDocument } from "./job-document.js";
import { newStep } from "./job-steps.js";

/** Milliseconds for which a finished registration, also a discarded one, answers for its key. */
export const REMEMBERED = 3_600_000;

/** The job that removes what a registration has created. */
export function discardedJob(job: JobDocument, now: number): JobDocument {
  const { clientId, isTried = false } = job;
  if (clientId === undefined && !isTried) return finishedJob({ ...job, kind: "discard", steps: [] }, now);
  // Without an id the registration may exist all the same: asking for it again finds it.
  const steps = [...(clientId === undefined ? [newStep("application")] : []), newStep("remove")];
  return awake({ ...job, kind: "discard", steps });
}

export function finishedJob(
  { lease: _1, retryAt: _2, problem: _3, ...job }: JobDocument,
  now: number,
): JobDocument {
  return { ...job, state: "done", expiresAt: now + REMEMBERED };
}
