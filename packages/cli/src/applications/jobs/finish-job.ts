import type { ApplicationJob } from "@product-auth/core/clients";
import type { Desk } from "../desk.js";
import { progressText } from "../output/job-text.js";
import { beginProgress } from "../../output/progress.js";

/**
 * Waits for the work of a job in Entra ID. Returns the job when it is left: it has stopped, takes too long, or there are no
 * credentials for it. Returns a finished registration, too; undefined for other jobs that are done.
 */
export async function finishJob(
  job: ApplicationJob | undefined,
  { administration, entra, io, timeout, signal, clock }: Desk,
): Promise<ApplicationJob | undefined> {
  if (job === undefined || isOver(job) || entra.way === "later") return job;
  const progress = beginProgress(io, progressText(job, timeout));
  const until = clock() + timeout;
  const late = new AbortController();
  try {
    return await administration.wait(job.id, {
      timeout,
      signal: AbortSignal.any([signal, late.signal]),
      onProgress(current) {
        progress.show(progressText(current, timeout));
        if (current.state === "waiting" && (current.retryAt ?? 0) > until) late.abort();
      },
    });
  } finally {
    progress.end();
  }
}

/** The job if it is left to do. */
export const leftOf = (job: ApplicationJob | undefined): ApplicationJob | undefined =>
  job?.state === "done" ? undefined : job;

const isOver = ({ state }: ApplicationJob) => state === "done" || state === "stopped";
