import { randomUUID } from "node:crypto";
import type { ApplicationJob, NewApplication } from "@product-auth/core/clients";
import { actFrom } from "../../arguments/act-from.js";
import type { CommandIo, ExitCode } from "../../command-io.js";
import { Misuse } from "../../misuse.js";
import { writeDocument } from "../../output/write-document.js";
import { printable } from "../../printable.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom, operationFrom, ownerFrom } from "../arguments/read-ids.js";
import { productsFrom } from "../arguments/read-products.js";
import type { Desk, Work } from "../desk.js";
import { endingOfJob } from "../jobs/ending-of-job.js";
import { finishJob, leftOf } from "../jobs/finish-job.js";
import { documentOf, jobDocumentOf } from "../output/application-document.js";
import { applicationPage } from "../output/application-text.js";
import { Refused } from "../refusals.js";

/** Registers an application. The same operation is the same application, however often it runs. */
export async function registerApplication(order: Order, given: CommandIo): Promise<Work> {
  const wanted = await wantedFrom(order, given);
  const { "client-id": text, operation } = order.texts;
  const clientId = text === undefined ? undefined : clientIdFrom(text, "--client-id");
  if (clientId !== undefined && !order.flags.has("manual"))
    throw new Misuse("--client-id is for --manual only: without it, Entra ID chooses the client id.");
  return async function register(desk) {
    const { administration, io } = desk;
    const key = wanted.key;
    if (operation === undefined) io.stderr.write(`Operation ${key}: --operation ${key} runs it again.\n`);
    const job = await finishJob(await administration.register(wanted, actFrom(order)), desk);
    return writeRegistration(
      clientId === undefined ? job : await completed(job, clientId, wanted, desk),
      desk,
    );
  };
}

async function wantedFrom(order: Order, io: CommandIo): Promise<NewApplication> {
  const { name, description, owner, operation } = order.texts;
  if (name === undefined || name.length < 1 || name.length > 100)
    throw new Misuse("write the name of the application: --name with 1 to 100 characters.");
  if (description !== undefined && description.length > 1000)
    throw new Misuse("--description has at most 1000 characters.");
  const names = order.lists.product ?? [];
  if (names.length === 0) throw new Misuse("write what it is linked to: --product NAME, several times.");
  return {
    key: operation === undefined ? randomUUID() : operationFrom(operation),
    displayName: name,
    ...(description !== undefined && { description }),
    ...(owner !== undefined && { ownerId: ownerFrom(owner) }),
    products: await productsFrom(order, names, io),
  };
}

/** Completes the steps of an administrator who has registered the application and assigned its roles already. */
async function completed(
  job: ApplicationJob | undefined,
  clientId: string,
  { products }: NewApplication,
  desk: Desk,
): Promise<ApplicationJob | undefined> {
  const { administration, order, io } = desk;
  let current = job;
  // One step for the application, and one for each product.
  for (let step = 0; step <= products.length && isManual(current); step++) {
    const done = current.clientId === undefined ? { clientId } : {};
    current = await finishJob(await administration.completeStep(current.id, done, actFrom(order)), desk);
  }
  for (const { name, role, approvalRequired = false } of products)
    if (!approvalRequired)
      io.stderr.write(
        printable(`The application must have the app role ${role} of the product ${name} in Entra ID.`) +
          "\n",
      );
  return current;
}

const isManual = (job: ApplicationJob | undefined): job is ApplicationJob =>
  job?.state === "stopped" && job.problem?.reason === "manual";

async function writeRegistration(job: ApplicationJob | undefined, desk: Desk): Promise<ExitCode> {
  const { administration, io } = desk;
  if (job === undefined || job.kind !== "register")
    throw new Refused("the registration was discarded; another --operation registers a new application");
  if (leftOf(job) !== undefined) {
    writeDocument(desk, { job: jobDocumentOf(job) }, "");
    return endingOfJob(job, desk);
  }
  const stored = await administration.get(job.clientId ?? "");
  if (stored === undefined) throw new Refused("the application was registered, and deleted since");
  const application = documentOf(stored);
  const { tokenUrl } = administration;
  writeDocument(desk, { application, tokenUrl }, applicationPage(application, { tokenUrl }));
  if (application.products.some(({ state }) => state === "pending"))
    io.stderr.write(`Pending products open nothing: product-auth applications approve ${application.id}\n`);
  return 0;
}
