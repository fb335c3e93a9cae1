import { createHash } from "node:crypto";
import type { Act } from "../repositories/audit-event.js";
import { ApplicationNotFoundError, ApplicationStateError } from "./application-errors.js";
import { retried } from "./application-store.js";
import type { ClientAdministration, NewApplication } from "./client-administration.js";
import type { ClientContext } from "./client-context.js";
import { checkLength, checkOwner, checkProduct } from "./checks.js";
import { discardedJob } from "./discarded-job.js";
import { jobOf, recordOfJob, type JobDocument } from "./job-document.js";
import { withinLimit } from "./within-limit.js";
import { actOf, linkOf, newStep } from "./job-steps.js";

/** Makes the functions that register applications. */
export function registration(context: ClientContext): Pick<ClientAdministration, "register" | "discard"> {
  const { store, runner, audit, clock } = context;
  return {
    async register(wanted, act = {}) {
      checkWanted(wanted);
      const job = registrationJob(wanted, act, clock());
      const known = await insert(job, wanted, context);
      if (known.state === "done") return jobOf(known);
      if (known.version > 1 && !runner.isIdle(known)) return jobOf(known);
      return (await context.settle(job.id)) ?? jobOf(known);
    },

    async discard(id, act = {}) {
      let discarded: JobDocument | undefined;
      const left = await store.changeJob(id, (job) => {
        discarded = undefined;
        if (job.kind === "change") throw new ApplicationStateError("This job is no registration", job.state);
        if (job.kind === "discard") return job;
        if (job.state === "done") throw new ApplicationStateError("The application is registered", "done");
        discarded = job;
        return discardedJob(job, clock());
      });
      if (left === undefined && discarded === undefined) throw new ApplicationNotFoundError(id, "job");
      if (discarded !== undefined) {
        const { clientId, displayName, ownerId } = discarded;
        audit({
          action: "discard",
          jobId: id,
          ...(clientId !== undefined && { applicationId: clientId }),
          displayName,
          ...(ownerId !== undefined && { ownerId }),
          ...actOf(act),
        });
      }
      return left === undefined || left.state === "done" ? left && jobOf(left) : context.settle(id);
    },
  };
}

const MOST_PRODUCTS = 100;

function checkWanted({ key, displayName, description = "", ownerId, products, limit }: NewApplication): void {
  checkLength("key", key, 1, 256);
  checkLength("displayName", displayName, 1, 100);
  checkLength("description", description, 0, 1000);
  if (ownerId !== undefined) checkOwner(ownerId);
  if (products.length < 1 || products.length > MOST_PRODUCTS)
    throw new RangeError(`products has ${products.length} entries; write 1 to ${MOST_PRODUCTS}`);
  if (new Set(products.map(({ name }) => name)).size < products.length)
    throw new RangeError("products names a product twice");
  for (const product of products) checkProduct(product);
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0))
    throw new RangeError(`limit is ${limit}; write 0 or more`);
}

function registrationJob(wanted: NewApplication, act: Act, now: number): JobDocument {
  const { key, displayName, description, ownerId, products } = wanted;
  // With the owner in it: a key that another owner has seen finds nothing. The separator is in no owner's id.
  const digest = createHash("sha256")
    .update(`${ownerId ?? ""}|${key}`)
    .digest("hex");
  const approved = products.filter(({ approvalRequired = false }) => !approvalRequired);
  return {
    id: `register-${digest}`,
    version: 1,
    ...(ownerId !== undefined && { ownerId }),
    kind: "register",
    state: "running",
    displayName,
    ...(description !== undefined && description !== "" && { description }),
    products: products.map((product) => ({
      ...linkOf(product),
      ...(product.approvalRequired === true && { approvalRequired: true }),
    })),
    act: actOf(act),
    steps: [
      newStep("application"),
      ...approved.map((product) => newStep("link", { product: linkOf(product) })),
      newStep("record"),
    ],
    attempts: 0,
    createdDate: now,
  };
}

/** Writes the job of a registration, or returns the one that another request wrote for the same key. */
function insert(
  job: JobDocument,
  { ownerId, limit }: NewApplication,
  { records, store, clock }: ClientContext,
): Promise<JobDocument> {
  return retried(async () => {
    const existing = await store.job(job.id);
    if (existing !== undefined) return existing;
    const turn =
      ownerId === undefined || limit === undefined
        ? []
        : [await withinLimit(ownerId, limit, records, clock())];
    await store.write([{ put: recordOfJob(job) }, ...turn]);
    return job;
  });
}
