import { RepositoryConflictError } from "../repositories/repository-conflict-error.js";
import type { ApplicationAuditEvent } from "./application-audit-event.js";
import { recordOfApplication, type ApplicationDocument } from "./application-document.js";
import { withNextVersion, type ApplicationStore } from "./application-store.js";
import { finishedJob } from "./discarded-job.js";
import { linkOf } from "./job-steps.js";
import { recordOfJob, type JobDocument, type StepDocument } from "./job-document.js";

/** What a step in Entra ID resulted in. */
export interface StepOutcome {
  readonly clientId?: string;
  readonly objectId?: string;
}

/** What completing a step takes from the process that did it. */
export interface CompletionContext {
  readonly store: ApplicationStore;
  readonly now: number;
  /** Whether this process still has the lease. */
  readonly isMine: (job: JobDocument) => boolean;
  /** The job with its next step begun; undefined when none is left. */
  readonly begun: (job: JobDocument) => JobDocument | undefined;
}

export interface Completion {
  readonly job: JobDocument | undefined;
  readonly events: readonly Omit<ApplicationAuditEvent, "at">[];
}

/** Writes the outcome of a step, with the access that it gives, and begins the next one in the same write. */
export async function completeStep(
  id: string,
  step: StepDocument,
  outcome: StepOutcome,
  context: CompletionContext,
): Promise<Completion> {
  const { store, now, isMine } = context;
  if (step.name === "record") return recordRegistration(id, step, context);
  if (step.name === "application" && outcome.clientId !== undefined) {
    const settled = await settleRegistered(id, step, outcome, context);
    if (settled !== undefined) return { job: settled, events: [] };
  }
  const givesAccess = step.name === "restore" || step.action !== undefined;
  if (givesAccess) return grant(id, step, context);
  const job = await store.changeJob(id, (current) => {
    if (!isMine(current)) return current;
    const next = withOutcome(current, step, outcome);
    return context.begun(next) ?? (next.kind === "discard" ? finishedJob(next, now) : undefined);
  });
  return { job, events: [] };
}

/** The job after a step succeeded. A step that an act has removed in the meantime leaves its ids only. */
function withOutcome(job: JobDocument, step: StepDocument, outcome: StepOutcome): JobDocument {
  const { problem: _, ...sound } = job;
  const isFound = outcome.clientId !== undefined;
  const steps = job.steps.map((one) =>
    one.id === step.id || (isFound && one.name === "application") ? { ...one, state: "done" as const } : one,
  );
  return { ...sound, ...outcome, steps, attempts: 0 };
}

/** The last step of a registration: only now is anything admitted. */
async function recordRegistration(
  id: string,
  step: StepDocument,
  { store, now, isMine, begun }: CompletionContext,
): Promise<Completion> {
  const job = await store.job(id);
  if (job === undefined || !isMine(job)) return { job, events: [] };
  // Discarded in the meantime.
  if (!job.steps.some((one) => one.id === step.id))
    return { job: await store.changeJob(id, (current) => begun(current) ?? current), events: [] };
  const done = withNextVersion(finishedJob(withOutcome(job, step, {}), now), job);
  const application = applicationOf(job, now);
  try {
    await store.write([{ put: recordOfApplication(application) }, { put: recordOfJob(done) }]);
  } catch (error) {
    if (!(error instanceof RepositoryConflictError)) throw error;
    const existing = await store.application(application.id);
    // The job has changed: it is read again.
    if (existing === undefined) return recordRegistration(id, step, { store, now, isMine, begun });
    return { job: await settleExisting(existing, id, step, {}, store, now), events: [] };
  }
  const { clientId, displayName, ownerId, act } = job;
  const event = {
    action: "register" as const,
    applicationId: clientId!,
    displayName,
    ...(ownerId !== undefined && { ownerId }),
    jobId: id,
    ...act,
    to: application.state,
  };
  return { job: done, events: [event] };
}

/**
 * Ends a registration whose application is recorded already: a form that is sent again after its job was forgotten. The steps
 * that are left would assign roles that an unlink or a suspension has removed since.
 */
async function settleRegistered(
  id: string,
  step: StepDocument,
  outcome: StepOutcome,
  { store, now, isMine }: CompletionContext,
): Promise<JobDocument | undefined> {
  const [job, existing] = [await store.job(id), await store.application(outcome.clientId!)];
  if (job?.kind !== "register" || existing === undefined || !isMine(job)) return undefined;
  return settleExisting(existing, id, step, outcome, store, now);
}

// Its own record: the answer to the write was lost. Another's: an administrator entered the id of a registered application.
async function settleExisting(
  existing: ApplicationDocument,
  id: string,
  step: StepDocument,
  outcome: StepOutcome,
  store: ApplicationStore,
  now: number,
): Promise<JobDocument | undefined> {
  return store.changeJob(id, (current) => {
    if (current.state === "done" || current.kind !== "register") return current;
    if (existing.registration === id) return finishedJob(withOutcome(current, step, outcome), now);
    const { lease: _, ...free } = current;
    const message = "The client id is that of another application";
    return { ...free, state: "stopped", problem: { reason: "conflict", message } };
  });
}

function applicationOf(job: JobDocument, now: number): ApplicationDocument {
  const { id, clientId, objectId, displayName, description, ownerId, ownerState = "active" } = job;
  const products = (job.products ?? []).map((product) => ({
    ...linkOf(product),
    state: product.approvalRequired === true ? ("pending" as const) : ("approved" as const),
  }));
  return {
    id: clientId!,
    version: 1,
    displayName,
    ...(description !== undefined && { description }),
    ...(ownerId !== undefined && { ownerId }),
    state: "active",
    ownerState,
    products,
    ...(objectId !== undefined && { objectId }),
    createdDate: now,
    registration: id,
  };
}

/** A link or a restored state, written together with the end of its step. */
async function grant(
  id: string,
  step: StepDocument,
  { store, isMine, begun }: CompletionContext,
): Promise<Completion> {
  const read = await store.job(id);
  if (read?.clientId === undefined) return { job: read, events: [] };
  const { before, after } = await store.change(read.clientId, ({ application, job }) => {
    if (job === undefined || !isMine(job)) return { unchanged: true };
    const next = begun(withOutcome(job, step, {})) ?? null;
    // An act has removed the step: a product that was unlinked meanwhile stays unlinked.
    const isWanted = job.steps.some((one) => one.id === step.id);
    return isWanted ? { job: next, application: granted(application, step) } : { job: next };
  });
  const { action = "restore", product, act } = step;
  const isWritten = after !== before && before.job!.steps.some((one) => one.id === step.id);
  const event: Completion["events"][number] = {
    action,
    applicationId: read.clientId,
    ...(product !== undefined && { product: product.name }),
    ...(action === "restore" && { from: before.application.state, to: after.application.state }),
    ...act,
  };
  return { job: after.job, events: isWritten ? [event] : [] };
}

function granted(application: ApplicationDocument, { product, act }: StepDocument): ApplicationDocument {
  if (product === undefined) {
    const { stateComment: _, ...rest } = application;
    return { ...rest, state: "active" };
  }
  const comment = act?.comment;
  const link = {
    ...linkOf(product),
    state: "approved" as const,
    ...(comment !== undefined && { comment }),
  };
  const has = application.products.some(({ name }) => name === product.name);
  const products = has
    ? application.products.map((one) => (one.name === product.name ? link : one))
    : [...application.products, link];
  return { ...application, products };
}
