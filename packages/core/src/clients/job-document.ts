import type { OwnerState } from "../evidence/subscriptions/subscription.js";
import { own, type JsonObject } from "../lib/json-object.js";
import type { StoredRecord } from "../records/stored-record.js";
import type { Act } from "../repositories/audit-event.js";
import type { ApplicationJob, JobKind, JobProblem, JobState, JobStep } from "./application-job.js";
import type { RequestedProduct } from "./client-administration.js";
import type { ProductLink } from "./client-provisioning.js";

/** The kind of the records of half-done work. The portal stores other jobs in it; `what` distinguishes them. */
export const JOB = "job";
const WHAT = "application";

/** A step with what it takes. */
export interface StepDocument {
  /** Unique within the job. */
  readonly id: string;
  readonly name: JobStep["name"];
  readonly state: JobStep["state"];
  /** For `link` and `unlink`. */
  readonly product?: ProductLink;
  /** For `secrets`: those that a list may lack. */
  readonly keyIds?: readonly string[];
  /** What a finished `link` is in the audit; absent: it changes no record. */
  readonly action?: "link" | "approve";
  readonly act?: Act;
  /** An administrator has done it: nothing is left to do in Entra ID. */
  readonly byHand?: true;
}

/** Half-done work: the value of a record of kind `job`. */
export interface JobDocument {
  readonly id: string;
  readonly version: number;
  readonly ownerId?: string;
  readonly expiresAt?: number;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly displayName: string;
  readonly description?: string;
  readonly ownerState?: OwnerState;
  /** For a registration. */
  readonly products?: readonly RequestedProduct[];
  readonly clientId?: string;
  readonly objectId?: string;
  readonly act?: Act;
  readonly steps: readonly StepDocument[];
  readonly problem?: JobProblem;
  readonly retryAt?: number;
  readonly attempts: number;
  /** Whether the first step was begun: something may exist in Entra ID. */
  readonly isTried?: boolean;
  readonly createdDate: number;
  /** The process that works on it. */
  readonly lease?: { readonly holder: string; readonly until: number };
}

/** The record of a job. */
export function recordOfJob(document: JobDocument): StoredRecord {
  const { id, version, ownerId, expiresAt, ...value } = document;
  return {
    kind: JOB,
    id,
    version,
    ...(ownerId !== undefined && { owner: ownerId }),
    ...(expiresAt !== undefined && { expiresAt }),
    value: { what: WHAT, ...(value as unknown as JsonObject) },
  };
}

/** Reads the record of a job; undefined for a job of another kind. */
export function jobDocumentOf({
  id,
  version,
  owner,
  expiresAt,
  value,
}: StoredRecord): JobDocument | undefined {
  if (own(value, "what") !== WHAT || !Array.isArray(own(value, "steps"))) return undefined;
  const { what: _, ...document } = value;
  return {
    ...(document as unknown as JobDocument),
    id,
    version,
    ...(owner !== undefined && { ownerId: owner }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/** Steps that remove what ended here already. */
const CLEANUP: ReadonlySet<StepDocument["name"]> = new Set(["unlink", "secrets", "remove"]);

export const isCleanupStep = ({ name }: StepDocument): boolean => CLEANUP.has(name);

/** The step to do next: removals go first, so that a link that cannot be made does not hold them up. */
export function nextStep({ kind, steps }: JobDocument): StepDocument | undefined {
  const open = steps.filter(({ state }) => state !== "done");
  return (kind === "change" ? open.find(isCleanupStep) : undefined) ?? open[0];
}

export function isCleanup({ kind, steps }: JobDocument): boolean {
  return kind === "discard" || steps.every((step) => step.state === "done" || isCleanupStep(step));
}

/** What callers of the administration see. */
export function jobOf(document: JobDocument): ApplicationJob {
  const { id, kind, state, displayName, ownerId, clientId, createdDate, attempts, problem, retryAt } =
    document;
  return {
    id,
    kind,
    state,
    displayName,
    ...(ownerId !== undefined && { ownerId }),
    ...(clientId !== undefined && { clientId }),
    isCleanup: isCleanup(document),
    createdDate,
    attempts,
    steps: document.steps.map(({ name, product, state }) => ({
      name,
      ...(product !== undefined && { product: product.name }),
      state,
    })),
    ...(problem !== undefined && { problem }),
    ...(retryAt !== undefined && { retryAt }),
  };
}

/** The job without a problem, to be worked on at once. */
export function awake({ problem: _1, retryAt: _2, ...document }: JobDocument): JobDocument {
  return { ...document, state: "running", attempts: 0 };
}
