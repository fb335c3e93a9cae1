import { ApplicationNotFoundError, type ApplicationJob } from "@product-auth/core/clients";
import { actFrom } from "../../arguments/act-from.js";
import type { CommandIo, ExitCode } from "../../command-io.js";
import { Misuse } from "../../misuse.js";
import { writeDocument } from "../../output/write-document.js";
import { printable } from "../../printable.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom, jobIdFrom } from "../arguments/read-ids.js";
import type { Desk, Work } from "../desk.js";
import { endingOfJob } from "../jobs/ending-of-job.js";
import { finishJob, leftOf } from "../jobs/finish-job.js";
import { jobDocumentOf } from "../output/application-document.js";
import { consentTo } from "../../arguments/consent-to.js";

/** Tries a job again, or all of them. */
export async function resumeJobs(order: Order): Promise<Work> {
  const id = order.subject === "" ? undefined : jobIdFrom(order.subject);
  return async function resume(desk) {
    const { administration } = desk;
    const ids = id === undefined ? await allJobs(desk) : [id];
    const results: { readonly id: string; readonly job: ApplicationJob | undefined }[] = [];
    for (const each of ids) {
      if (desk.signal.aborted) break;
      // A job that was listed continues at once: it may be finished already.
      const resumed = administration.resume(each).catch(id === undefined ? ignoreFinished : rethrow);
      results.push({ id: each, job: await finishJob(await resumed, desk) });
    }
    return writeJobs(results, desk);
  };
}

/** Continues a job after its step was done in the Entra portal. */
export async function completeJob(order: Order): Promise<Work> {
  const id = jobIdFrom(order.subject);
  const text = order.texts["client-id"];
  const done = text === undefined ? {} : { clientId: clientIdFrom(text, "--client-id") };
  return async function complete(desk) {
    const job = await desk.administration.completeStep(id, done, actFrom(order)).catch(asMisuse);
    return writeJobs([{ id, job: await finishJob(job, desk) }], desk);
  };
}

/** Gives up a registration. */
export async function discardJob(order: Order, io: CommandIo): Promise<Work> {
  const id = jobIdFrom(order.subject);
  const confirm = consentTo(`Discard the registration ${id}?`, order, io);
  return async function discard(desk) {
    await confirm();
    const job = await desk.administration.discard(id, actFrom(order));
    return writeJobs([{ id, job: await finishJob(job, desk) }], desk);
  };
}

function ignoreFinished(error: unknown): undefined {
  if (!(error instanceof ApplicationNotFoundError)) throw error;
}

function rethrow(error: unknown): never {
  throw error;
}

// The only value of the call that is not checked before: the id is needed for one step only.
function asMisuse(error: unknown): never {
  if (!(error instanceof RangeError)) throw error;
  throw new Misuse("write the client id of the registration: --client-id ID.", { cause: error });
}

async function allJobs({ administration }: Desk): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await administration.jobs({ limit: 1000, ...(after !== undefined && { after }) });
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return ids;
}

function writeJobs(
  results: readonly { readonly id: string; readonly job: ApplicationJob | undefined }[],
  desk: Desk,
): ExitCode {
  const left = results.flatMap(({ job }) => leftOf(job) ?? []);
  const finished = results.flatMap(({ id, job }) => (leftOf(job) === undefined ? [id] : []));
  const jobs = left.map(jobDocumentOf);
  const lines = finished.map((id) => `Job ${printable(id)} is finished.\n`);
  writeDocument(desk, { finished, jobs }, lines.join("") || (jobs.length > 0 ? "" : "There are no jobs.\n"));
  const codes = left.map((job) => endingOfJob(job, desk));
  return codes.includes(1) ? 1 : 0;
}
