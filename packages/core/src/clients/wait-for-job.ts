import type { ApplicationJob } from "./application-job.js";
import type { ClientAdministration, JobWait } from "./client-administration.js";

/** Milliseconds between two looks at a job. */
const INTERVAL = 250;

/** Looks at a job until it is done, has stopped or is gone, or the time has passed. */
export async function waitForJob(
  look: ClientAdministration["job"],
  id: string,
  { timeout = 120_000, signal = new AbortController().signal, onProgress }: JobWait,
  clock: () => number,
  delay: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): Promise<ApplicationJob | undefined> {
  const until = clock() + timeout;
  let reported = "";
  for (;;) {
    const job = await look(id);
    const text = JSON.stringify(job);
    if (job !== undefined && text !== reported) onProgress?.(job);
    reported = text;
    const isOver = job === undefined || job.state === "done" || job.state === "stopped";
    if (isOver || signal.aborted || clock() >= until) return job;
    await delay(INTERVAL, signal);
  }
}
