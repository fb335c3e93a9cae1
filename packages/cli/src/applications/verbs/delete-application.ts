import { ApplicationNotFoundError } from "@product-auth/core/clients";
import { actFrom } from "../../arguments/act-from.js";
import type { CommandIo } from "../../command-io.js";
import { writeDocument } from "../../output/write-document.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom } from "../arguments/read-ids.js";
import type { Work } from "../desk.js";
import { endingOfJob } from "../jobs/ending-of-job.js";
import { finishJob, leftOf } from "../jobs/finish-job.js";
import { jobDocumentOf } from "../output/application-document.js";
import { consentTo } from "../../arguments/consent-to.js";

/** Ends access, removes the record, and deletes the registration. Run again, it finishes what is left. */
export async function deleteApplication(order: Order, io: CommandIo): Promise<Work> {
  const id = clientIdFrom(order.subject);
  const confirm = consentTo(`Delete the application ${id} and its registration?`, order, io);
  return async function remove(desk) {
    await confirm();
    const { deleted, job: begun } = await desk.administration.delete(id, actFrom(order));
    if (!deleted && begun === undefined) throw new ApplicationNotFoundError(id);
    const job = leftOf(await finishJob(begun, desk));
    const document = { deleted: id, ...(job !== undefined && { job: jobDocumentOf(job) }) };
    writeDocument(desk, document, `Application ${id} is deleted${job === undefined ? "" : " here"}.\n`);
    return endingOfJob(job, desk);
  };
}
