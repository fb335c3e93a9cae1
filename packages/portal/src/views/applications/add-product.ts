import { ApplicationStateError, type StoredApplication } from "@product-auth/core/clients";
import { eventOf } from "../../audit/visitor-act.js";
import type { Call, View } from "../../call.js";
import { linkableProduct, linkableProducts, type LinkableProduct } from "../../applications/linkable.js";
import { anyApplication, ownApplication } from "../../applications/own-application.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import { checkboxes, problemSummary, type Filled } from "../../html/form.js";
import { html } from "../../html/template.js";
import { formPage as formReply, notFound, redirect, type Reply } from "../../http/reply.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { done } from "../../texts/done-words.js";

/** `/applications/{clientId}/products/add`: the products that the application does not have. */
export const addProductPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await extensible(call, applications);
  return application === undefined ? notFound : formPage(application, call, portal, []);
});

/** Adds them. */
export const addProductAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await extensible(call, applications);
  return application === undefined ? notFound : add(application, call, portal, applications, []);
});

/** `/admin/applications/{clientId}/products/add`: the same, for an application of any user. */
export const addProductForPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await anyApplication(call.params["clientId"], applications);
  return application === undefined ? notFound : formPage(application, call, portal, ["admin"]);
});

/** Adds them. An administrator who adds a product has approved it. */
export const addProductForAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await anyApplication(call.params["clientId"], applications);
  return application === undefined ? notFound : add(application, call, portal, applications, ["admin"]);
});

/** An application to which the viewer may add products. */
async function extensible(
  { params, viewer }: Call<SignedInUser>,
  applications: PortalApplications,
): Promise<StoredApplication | undefined> {
  if (!applications.selfRegistration && !viewer.isAdministrator) return undefined;
  return ownApplication(params["clientId"], viewer, applications);
}

async function add(
  application: StoredApplication,
  call: Call<SignedInUser>,
  portal: PortalContext,
  { administration }: PortalApplications,
  below: readonly string[],
): Promise<Reply> {
  const chosen = new Set(call.form.all("products"));
  const addable = [...chosen].flatMap((name) => {
    const product = linkableProduct(name, call.viewer, portal);
    return product === undefined || isLinked(application, name) ? [] : [product];
  });
  if (addable.length === 0 || addable.length < chosen.size)
    return formPage(application, call, portal, below, {
      problems: [{ field: "products", message: "Choose at least one product of the list." }],
    });
  const { id, displayName, ownerId } = application;
  let isAdding = false;
  let isWaiting = false;
  for (const { product, link } of addable) {
    const needsApproval = product.approvalRequired && below.length === 0;
    try {
      const { job } = await administration.link(
        id,
        { ...link, approvalRequired: needsApproval },
        { by: call.viewer.user.id },
      );
      isAdding ||= job !== undefined && job.state !== "done";
      isWaiting ||= needsApproval;
    } catch (cause) {
      if (cause instanceof ApplicationStateError) continue; // suspended meanwhile, or added by another request
      throw cause;
    }
    await portal.audit.add(
      eventOf(call, {
        action: needsApproval ? "product-requested" : "product-added",
        ...(ownerId !== undefined && { owner: ownerId }),
        target: id,
        name: displayName,
        comment: product.displayName,
      }),
      ...(needsApproval
        ? portal.mails.queued("product-waits", {
            administrators: true,
            data: { application: displayName, product: product.displayName },
          })
        : []),
    );
  }
  const what = isWaiting ? "product-requested" : isAdding ? "product-adding" : "product-added";
  return redirect(portal.to(...below, "applications", id) + done(what));
}

const isLinked = ({ products }: StoredApplication, name: string) =>
  products.some((product) => product.name === name && product.state !== "rejected");

function formPage(
  application: StoredApplication,
  { viewer }: Call<SignedInUser>,
  portal: PortalContext,
  below: readonly string[],
  filled: Filled = {},
): Reply {
  const products = linkableProducts(viewer, portal).filter(
    ({ product }) => !isLinked(application, product.name),
  );
  const back = portal.to(...below, "applications", application.id);
  const body =
    products.length === 0
      ? html`${problemSummary(filled)}
          <p class="note">“${application.displayName}” has every product that it can use.</p>
          <p class="actions"><a href="${back}">Back to the application</a></p>`
      : html`${problemSummary(filled)}
          <form method="post">
            ${productBoxes(products, below, filled)}
            <p class="actions">
              <button>Add</button>
              <a href="${back}">Back to the application</a>
            </p>
          </form>`;
  const data = {
    id: application.id,
    products: products.map(({ product: { name, displayName } }) => ({ name, displayName })),
  };
  return formReply({ h1: "Add product", body, data }, filled);
}

const productBoxes = (products: readonly LinkableProduct[], below: readonly string[], filled: Filled) =>
  checkboxes(
    {
      legend: "Products",
      name: "products",
      choices: products.map(({ product }) => ({
        value: product.name,
        label: product.displayName,
        ...(product.approvalRequired &&
          below.length === 0 && { hint: "An administrator approves each application." }),
      })),
      chosen: new Set(),
    },
    filled,
  );
