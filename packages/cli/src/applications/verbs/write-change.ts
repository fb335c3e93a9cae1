import type { ApplicationChange } from "@product-auth/core/clients";
import type { ExitCode } from "../../command-io.js";
import { writeDocument } from "../../output/write-document.js";
import type { Desk } from "../desk.js";
import { endingOfJob } from "../jobs/ending-of-job.js";
import { finishJob, leftOf } from "../jobs/finish-job.js";
import { documentOf, jobDocumentOf } from "../output/application-document.js";
import { applicationPage } from "../output/application-text.js";

/** Waits for what is left to do in Entra ID, then writes the application as it is now, and the job if it is left. */
export async function writeChange(change: ApplicationChange, desk: Desk): Promise<ExitCode> {
  const job = leftOf(await finishJob(change.job, desk));
  const { id } = change.application;
  const current = change.job === undefined ? change.application : await desk.administration.get(id);
  const application = documentOf(current ?? change.application);
  writeDocument(
    desk,
    { application, ...(job !== undefined && { job: jobDocumentOf(job) }) },
    applicationPage(application),
  );
  return endingOfJob(job, desk);
}
