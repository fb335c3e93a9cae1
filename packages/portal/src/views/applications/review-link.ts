import {
  ApplicationStateError,
  type ApplicationProduct,
  type StoredApplication,
} from "@product-auth/core/clients";
import { eventOf } from "../../audit/visitor-act.js";
import type { Call, View } from "../../call.js";
import { allApplications } from "../../applications/all-pages.js";
import { linkOf } from "../../applications/linkable.js";
import { anyApplication } from "../../applications/own-application.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import type { Filled } from "../../html/form.js";
import { time } from "../../html/table.js";
import { error, notFound, redirect, type Reply } from "../../http/reply.js";
import { momentOf } from "../../json/moment-of.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { done } from "../../texts/done-words.js";
import { decisionPage, readDecision } from "../decision-form.js";
import { personWords } from "../person-words.js";
import { productNames } from "./product-names.js";

/** A product that waits for an administrator's decision. */
export interface PendingLink {
  readonly application: StoredApplication;
  readonly product: ApplicationProduct;
}

/** The products that wait, of all applications. */
export async function pendingLinks(applications: PortalApplications): Promise<readonly PendingLink[]> {
  const all = await allApplications(applications);
  return all.flatMap((application) =>
    application.products
      .filter(({ state }) => state === "pending")
      .map((product) => ({ application, product })),
  );
}

/** `/admin/approvals/applications/{clientId}/{product}`: a product that waits. */
export const reviewLinkPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const link = await pendingLink(call, applications);
  return link === undefined ? notFound : formPage(link, portal);
});

/** Approves or rejects it. */
export const reviewLinkAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const { form, viewer } = call;
  const list = portal.to("admin", "approvals");
  const link = await pendingLink(call, applications);
  if (link === undefined)
    return (await anyApplication(call.params["clientId"], applications)) === undefined
      ? notFound
      : redirect(list + done("link-decided"));
  const decided = readDecision(form);
  if (decided === undefined) return error("bad-request");
  const { decision, comment, problems } = decided;
  if (problems.length > 0) return formPage(link, portal, { values: { comment }, problems });
  const { application, product } = link;
  const { id, displayName, ownerId } = application;
  const given = comment === "" ? {} : { comment };
  const act = { by: viewer.user.id, ...given };
  const { administration } = applications;
  try {
    if (decision === "reject") await administration.reject(id, product.name, act);
    else await administration.approve(id, currentLink(product, portal), act);
  } catch (cause) {
    if (cause instanceof ApplicationStateError) return redirect(list + done("link-decided"));
    throw cause;
  }
  await portal.audit.add(
    eventOf(call, {
      action: decision === "approve" ? "product-approved" : "product-rejected",
      ...(ownerId !== undefined && { owner: ownerId }),
      target: id,
      name: displayName,
      comment: [productNames(portal)(product.name), comment].filter((text) => text !== "").join(": "),
    }),
    ...(ownerId === undefined
      ? []
      : portal.mails.queued(decision === "approve" ? "product-approved" : "product-rejected", {
          user: ownerId,
          data: { clientId: id, application: displayName, product: productNames(portal)(product.name) },
        })),
  );
  return redirect(list + done(decision === "approve" ? "link-approved" : "link-rejected"));
});

/** The product as the catalog has it now: its audience may have changed since it was asked for. */
function currentLink(asked: ApplicationProduct, { settings }: PortalContext) {
  const product = settings.auth.catalog.products.get(asked.name);
  const { name, audience, role } = asked;
  return (product && linkOf(product)) ?? { name, audience, role };
}

async function pendingLink(
  { params }: Call<SignedInUser>,
  applications: PortalApplications,
): Promise<PendingLink | undefined> {
  const application = await anyApplication(params["clientId"], applications);
  const product = application?.products.find(
    ({ name, state }) => name === params["product"] && state === "pending",
  );
  return application && product && { application, product };
}

async function formPage(
  { application, product }: PendingLink,
  portal: PortalContext,
  filled: Filled = {},
): Promise<Reply> {
  const { displayName, description, ownerId, createdDate } = application;
  const person = await personWords([ownerId], portal);
  const terms = [
    ["Product", productNames(portal)(product.name)],
    ["Application", displayName],
    ["Description", description],
    ["Owner", ownerId !== undefined && person(ownerId)],
    ["Registered", time(createdDate)],
  ] as const;
  const data = {
    ...{ application: application.id, displayName, description, product: product.name },
    ...{ owner: person.data(ownerId), createdDate: momentOf(createdDate) },
  };
  return decisionPage({ name: displayName, terms, shownTo: "application", data }, filled);
}
