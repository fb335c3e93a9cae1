import { OWNER_STATES, type OwnerState } from "../evidence/subscriptions/subscription.js";
import { APPLICATION, storedApplicationOf, type ApplicationDocument } from "./application-document.js";
import { ApplicationNotFoundError } from "./application-errors.js";
import { changeJobId } from "./application-store.js";
import { checkOwner } from "./checks.js";
import type { ClientAdministration } from "./client-administration.js";
import type { ClientContext } from "./client-context.js";
import { JOB, jobDocumentOf, jobOf } from "./job-document.js";
import { actOf, isGrant, linkOf, newStep, unlinkSteps, withoutSteps, withSteps } from "./job-steps.js";
import { afterCut, CUT_PATIENCE } from "./link-changes.js";
import { withoutLease } from "./secret-ledger.js";
import { allOf } from "./within-limit.js";

/** Makes the functions that change the state and the owner of applications, and delete them. */
export function stateChanges(
  context: ClientContext,
): Pick<ClientAdministration, "suspend" | "restore" | "transfer" | "setOwnerState" | "delete"> {
  const { store, audit, clock, records, settle } = context;
  return {
    async suspend(id, act = {}) {
      const { comment } = actOf(act);
      const { before, after } = await store.change(id, ({ application, job }) => {
        const { stateComment: _, ...rest } = application;
        const suspended = {
          ...rest,
          state: "rejected" as const,
          ...(comment !== undefined && { stateComment: comment }),
        };
        if (application.state === "rejected" && !job?.steps.some(isGrant)) return { application: suspended };
        // Links that are being made may have assigned their role.
        const begun = (job?.steps ?? []).filter((step) => step.name === "link" && step.state !== "done");
        const granted = new Map(
          [...approvedOf(application), ...begun.map(({ product }) => product!)].map((product) => [
            product.name,
            product,
          ]),
        );
        return {
          application: suspended,
          job: withSteps(
            application,
            withoutSteps(job, isGrant),
            unlinkSteps([...granted.values()]),
            clock(),
          ),
        };
      });
      const { id: applicationId, state: to } = after.application;
      audit({ action: "suspend", applicationId, from: before.application.state, to, ...actOf(act) });
      return afterCut(after.application, context);
    },

    async restore(id, act = {}) {
      const { after } = await store.change(id, ({ application, job }) => {
        const isActive = application.state === "active" || application.state === "approved";
        if (isActive || job?.steps.some(({ name, state }) => name === "restore" && state !== "done") === true)
          return { unchanged: true };
        const links = approvedOf(application).map((product) => newStep("link", { product: linkOf(product) }));
        const steps = [...links, newStep("restore", { act: actOf(act) })];
        return { job: withSteps(application, job, steps, clock()) };
      });
      const job = await settle(changeJobId(after.application.id));
      const current = (await store.application(id)) ?? after.application;
      return { application: storedApplicationOf(current), ...(job !== undefined && { job }) };
    },

    async transfer(id, ownerId, { removeSecrets = false, ownerState: given, ...act } = {}) {
      checkOwner(ownerId);
      if (given !== undefined) checkOwnerState(given);
      const { before, after } = await store.change(id, ({ application, job }) => {
        const ownerState = given ?? application.ownerState;
        const isSame = application.ownerId === ownerId && application.ownerState === ownerState;
        if (isSame && !removeSecrets) return { unchanged: true };
        const { secrets } = application;
        // A secret that is being created for the former owner must not reach them: without its lease it is removed.
        const freed = secrets && { secrets: withoutLease(secrets, secrets.lease?.operation, false) };
        const moved = { ...application, ownerId, ownerState, ...freed };
        // Lists of secrets may lack the ones that were created last.
        const keyIds = (secrets?.made ?? []).map(({ keyId }) => keyId);
        const steps = removeSecrets ? [newStep("secrets", { keyIds })] : [];
        const changed = withSteps(moved, job && { ...job, ownerId }, steps, clock());
        return { application: moved, ...(changed !== undefined && { job: changed }) };
      });
      const { ownerId: fromOwner } = before.application;
      if (after !== before)
        audit({
          action: "transfer",
          applicationId: after.application.id,
          ...(fromOwner !== undefined && { fromOwner }),
          toOwner: ownerId,
          ...(given !== undefined && { ownerState: given }),
          ...actOf(act),
        });
      return afterCut(after.application, context);
    },

    async setOwnerState(ownerId, ownerState, act = {}) {
      checkOwner(ownerId);
      checkOwnerState(ownerState);
      // Registrations first: one that ends in between has the state already, or is found among the applications.
      for await (const record of allOf(records, JOB, { owner: ownerId })) {
        const job = jobDocumentOf(record);
        if (job?.kind === "register" && job.state !== "done")
          await store.changeJob(job.id, (current) =>
            current.state === "done" || current.ownerId !== ownerId ? current : { ...current, ownerState },
          );
      }
      let count = 0;
      for await (const record of allOf(records, APPLICATION, { owner: ownerId })) {
        const changed = await store
          .change(record.id, ({ application }) =>
            // It may have been transferred since it was listed.
            application.ownerId !== ownerId || application.ownerState === ownerState
              ? { unchanged: true }
              : { application: { ...application, ownerState } },
          )
          .catch(ignoreDeleted);
        if (changed === undefined || changed.after === changed.before) continue;
        count += 1;
        audit({ action: "owner-state", applicationId: record.id, ownerId, ownerState, ...actOf(act) });
      }
      return count;
    },

    async delete(id, act = {}) {
      const changed = await store
        .change(id, ({ application, job }) => {
          const rest = withoutSteps(job, () => true);
          return {
            application: null,
            job: withSteps(application, rest, [newStep("remove")], clock()),
          };
        })
        .catch(ignoreDeleted);
      const jobId = changeJobId(id.toLowerCase());
      if (changed === undefined) {
        const left = await store.job(jobId);
        return { deleted: false, ...(left !== undefined && { job: jobOf(left) }) };
      }
      const { id: applicationId, displayName, ownerId } = changed.before.application;
      const owner = ownerId !== undefined && { ownerId };
      audit({ action: "delete", applicationId, displayName, ...owner, ...actOf(act) });
      const job = await settle(jobId, CUT_PATIENCE);
      return { deleted: true, ...(job !== undefined && { job }) };
    },
  };
}

const approvedOf = ({ products }: ApplicationDocument) =>
  products.filter(({ state }) => state === "approved");

function checkOwnerState(ownerState: OwnerState): void {
  if (!OWNER_STATES.includes(ownerState))
    throw new RangeError(`The state of the owner is unknown; write one of ${OWNER_STATES.join(", ")}`);
}

function ignoreDeleted(error: unknown): undefined {
  if (!(error instanceof ApplicationNotFoundError)) throw error;
}
