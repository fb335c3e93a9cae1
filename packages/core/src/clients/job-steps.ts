import { randomUUID } from "node:crypto";
import type { Act } from "../repositories/audit-event.js";
import type { ApplicationDocument } from "./application-document.js";
import { changeJobId } from "./application-store.js";
import type { ProductLink } from "./client-provisioning.js";
import { awake, type JobDocument, type StepDocument } from "./job-document.js";

/** The job of an application after further steps were added. Without steps: the job as it was. */
export function withSteps(
  { id, displayName, ownerId, objectId }: ApplicationDocument,
  job: JobDocument | undefined,
  steps: readonly StepDocument[],
  now: number,
): JobDocument | undefined {
  if (steps.length === 0) return job;
  const fresh: JobDocument = job ?? {
    id: changeJobId(id),
    version: 0,
    kind: "change",
    state: "running",
    displayName,
    clientId: id,
    ...(objectId !== undefined && { objectId }),
    steps: [],
    attempts: 0,
    createdDate: now,
  };
  // Finished steps have had their effect; without them the record stays small, however many acts a job outlives.
  const open = fresh.steps.filter(({ state }) => state !== "done");
  const added = steps.filter((step) => !open.some((one) => isSameRemoval(one, step)));
  return awake({ ...fresh, ...(ownerId !== undefined && { ownerId }), steps: [...open, ...added] });
}

// No link can follow an open removal and precede this one: removals go first.
const isSameRemoval = (one: StepDocument, other: StepDocument): boolean =>
  one.name === "unlink" && other.name === "unlink" && one.product?.name === other.product?.name;

/** The job without the open steps that match. A step that runs at this moment ends without an effect here. */
export function withoutSteps(
  job: JobDocument | undefined,
  matches: (step: StepDocument) => boolean,
): JobDocument | undefined {
  if (job === undefined) return undefined;
  return { ...job, steps: job.steps.filter((step) => step.state === "done" || !matches(step)) };
}

/** The open step that links a product. */
export const linkStep = (job: JobDocument | undefined, product: string): StepDocument | undefined =>
  job?.steps.find((step) => step.name === "link" && step.state !== "done" && step.product?.name === product);

/** Whether a step links, or ends by giving access. */
export const isGrant = ({ name }: StepDocument): boolean => name === "link" || name === "restore";

export const newStep = (
  name: StepDocument["name"],
  rest: Omit<StepDocument, "id" | "name" | "state"> = {},
): StepDocument => ({ id: randomUUID().slice(0, 8), name, state: "open", ...rest });

export const unlinkSteps = (products: readonly ProductLink[]): readonly StepDocument[] =>
  products.map((product) => newStep("unlink", { product: linkOf(product) }));

/** The members of a link, of an object that may have more. */
export const linkOf = ({ name, audience, role }: ProductLink): ProductLink => ({ name, audience, role });

/** The members of an act, of an object that may have more. */
export const actOf = ({ by, comment }: Act): Act => ({
  ...(by !== undefined && { by }),
  ...(comment !== undefined && { comment }),
});
