import { ApplicationNotFoundError, ProvisioningError, type SecretSummary } from "@product-auth/core/clients";
import { printable } from "../../printable.js";
import { writeDocument } from "../../output/write-document.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom } from "../arguments/read-ids.js";
import type { Desk, Work } from "../desk.js";
import { beginProgress } from "../../output/progress.js";
import { documentOf, jobDocumentOf, secretDocumentOf } from "../output/application-document.js";
import { applicationPage } from "../output/application-text.js";
import { leftText } from "../output/job-text.js";
import { provisioningText } from "../refusals.js";

/** Shows one application, its secrets where they can be read, and the job that is left. */
export async function showApplication(order: Order): Promise<Work> {
  const id = clientIdFrom(order.subject);
  return async function show(desk) {
    const { administration, entra, io, clock } = desk;
    const stored = await administration.get(id);
    if (stored === undefined) throw new ApplicationNotFoundError(id);
    const application = documentOf(stored);
    const tokenUrl = entra.way === "later" ? undefined : administration.tokenUrl;
    const secrets = (await readSecrets(id, desk))?.map((secret) => secretDocumentOf(secret, clock()));
    const [job] = (await administration.jobs({ clientId: id })).items;
    const more = { ...(tokenUrl !== undefined && { tokenUrl }), ...(secrets !== undefined && { secrets }) };
    const document = { application, ...more, ...(job !== undefined && { job: jobDocumentOf(job) }) };
    writeDocument(desk, document, applicationPage(application, more));
    if (job !== undefined) io.stderr.write(`${printable(leftText(job, entra.way))}\n`);
    return 0;
  };
}

/** The secrets; undefined, with a note, when Entra ID is not asked or does not answer. */
async function readSecrets(
  id: string,
  { administration, entra, io }: Desk,
): Promise<readonly SecretSummary[] | undefined> {
  const note = (why: string) => io.stderr.write(`The secrets were not read: ${printable(why)}\n`);
  if (entra.way !== "graph") {
    note(
      entra.way === "manual"
        ? "the Entra portal lists them."
        : (entra.problem ?? "no Graph credentials are set."),
    );
    return undefined;
  }
  const progress = beginProgress(io, "Reading the secrets in Entra ID; waiting at most 25 s");
  try {
    return await administration.listSecrets(id);
  } catch (error) {
    if (!(error instanceof ProvisioningError)) throw error;
    note(provisioningText(error));
    return undefined;
  } finally {
    progress.end();
  }
}
