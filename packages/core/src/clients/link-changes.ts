import type { ApplicationDocument } from "./application-document.js";
import { storedApplicationOf } from "./application-document.js";
import { ApplicationStateError } from "./application-errors.js";
import { changeJobId } from "./application-store.js";
import { checkLength, checkProduct } from "./checks.js";
import type { ApplicationChange, ClientAdministration } from "./client-administration.js";
import type { ClientContext } from "./client-context.js";
import { actOf, linkOf, linkStep, newStep, unlinkSteps, withoutSteps, withSteps } from "./job-steps.js";
import type { ApplicationProduct } from "./stored-application.js";

/** Makes the functions that link an application to products. */
export function linkChanges(
  context: ClientContext,
): Pick<ClientAdministration, "approve" | "reject" | "link" | "unlink"> {
  const { store, audit, clock } = context;
  return {
    async approve(id, product, act = {}) {
      checkProduct(product);
      const { after } = await store.change(id, ({ application, job }) => {
        refuseSuspended(application);
        const known = productOf(application, product.name);
        if (known === undefined) throw noLink(id, product.name);
        if (known.state === "approved" || linkStep(job, product.name) !== undefined)
          return { unchanged: true };
        const step = newStep("link", { product: linkOf(product), action: "approve", act: actOf(act) });
        return { job: withSteps(application, job, [step], clock()) };
      });
      return afterGrant(after.application, context);
    },

    async link(id, product, act = {}) {
      checkProduct(product);
      const { before, after } = await store.change(id, ({ application, job }) => {
        refuseSuspended(application);
        const known = productOf(application, product.name);
        const isAsked = known?.state === "approved" || known?.state === "pending";
        if (isAsked || linkStep(job, product.name) !== undefined) return { unchanged: true };
        if (product.approvalRequired === true)
          return { application: withProduct(application, { ...linkOf(product), state: "pending" }) };
        const step = newStep("link", { product: linkOf(product), action: "link", act: actOf(act) });
        return { job: withSteps(application, job, [step], clock()) };
      });
      if (after !== before && product.approvalRequired === true)
        audit({
          action: "request",
          applicationId: after.application.id,
          product: product.name,
          ...actOf(act),
        });
      return afterGrant(after.application, context);
    },

    async reject(id, product, act = {}) {
      checkLength("product", product, 1, 256);
      const { before, after } = await store.change(id, ({ application, job }) => {
        const known = productOf(application, product);
        if (known === undefined) throw noLink(id, product);
        if (known.state === "approved")
          throw new ApplicationStateError(
            `Application ${id} is linked to the product; unlink it`,
            "approved",
          );
        const { comment } = actOf(act);
        const { comment: _, ...link } = known;
        const rejected = { ...link, state: "rejected" as const, ...(comment !== undefined && { comment }) };
        // An approval that is being carried out may have assigned the role.
        const begun = linkStep(job, product);
        const rest = withoutSteps(job, (step) => step === begun);
        return {
          application: withProduct(application, rejected),
          job: withSteps(
            application,
            rest,
            begun === undefined ? [] : unlinkSteps([begun.product!]),
            clock(),
          ),
        };
      });
      if (after !== before)
        audit({ action: "reject", applicationId: after.application.id, product, ...actOf(act) });
      return afterCut(after.application, context);
    },

    async unlink(id, product, act = {}) {
      checkLength("product", product, 1, 256);
      const { before, after } = await store.change(id, ({ application, job }) => {
        const known = productOf(application, product);
        const begun = linkStep(job, product);
        if (known === undefined && begun === undefined) return { unchanged: true };
        // A pending link without an approval has no role in Entra ID.
        const granted = begun?.product ?? (known?.state === "approved" ? known : undefined);
        const rest = withoutSteps(job, (step) => step === begun);
        return {
          application: withoutProduct(application, product),
          job: withSteps(application, rest, granted === undefined ? [] : unlinkSteps([granted]), clock()),
        };
      });
      if (after !== before)
        audit({ action: "unlink", applicationId: after.application.id, product, ...actOf(act) });
      return afterCut(after.application, context);
    },
  };
}

/** Access begins in the job: a short wait for it, so that most callers see the result. */
async function afterGrant(
  application: ApplicationDocument,
  { settle, store }: ClientContext,
): Promise<ApplicationChange> {
  const job = await settle(changeJobId(application.id));
  const current = (await store.application(application.id)) ?? application;
  return { application: storedApplicationOf(current), ...(job !== undefined && { job }) };
}

/** Milliseconds to wait for the job when access has ended already. */
export const CUT_PATIENCE = 1_000;

/** Access has ended: the job works in the background. */
export async function afterCut(
  application: ApplicationDocument,
  { settle }: ClientContext,
): Promise<ApplicationChange> {
  const job = await settle(changeJobId(application.id), CUT_PATIENCE);
  return { application: storedApplicationOf(application), ...(job !== undefined && { job }) };
}

export function refuseSuspended({ id, state }: ApplicationDocument): void {
  if (state === "rejected")
    throw new ApplicationStateError(`Application ${id} is suspended; restore it first`, state);
}

const noLink = (id: string, product: string) =>
  new ApplicationStateError(`Application ${id} has not asked for the product ${product}`, "none");

const productOf = ({ products }: ApplicationDocument, name: string): ApplicationProduct | undefined =>
  products.find((one) => one.name === name);

const withoutProduct = (application: ApplicationDocument, name: string): ApplicationDocument => ({
  ...application,
  products: application.products.filter((one) => one.name !== name),
});

const withProduct = (application: ApplicationDocument, product: ApplicationProduct): ApplicationDocument => ({
  ...application,
  products: [...application.products.filter(({ name }) => name !== product.name), product],
});
