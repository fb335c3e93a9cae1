import type { ApplicationProduct, StoredApplication } from "@product-auth/core/clients";
import { eventOf } from "../../audit/visitor-act.js";
import type { Call, View } from "../../call.js";
import { ownApplication } from "../../applications/own-application.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import { html } from "../../html/template.js";
import { notFound, page, redirect } from "../../http/reply.js";
import type { SignedInUser } from "../../people/viewer.js";
import { done } from "../../texts/done-words.js";
import { productNames } from "./product-names.js";

/** `/applications/{clientId}/products/{product}/remove`: asks first. */
export const removeProductPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const found = await linkedProduct(call, applications);
  if (found === undefined) return notFound;
  const { application, product } = found;
  return page({
    h1: "Remove product",
    data: { id: application.id, displayName: application.displayName, product: product.name },
    body: html`<p>
        Tokens of “${application.displayName}” for ${productNames(portal)(product.name)} are refused as soon
        as it is removed. It can be added again.
      </p>
      <form method="post">
        <p class="actions">
          <button class="danger">Remove product</button>
          <a href="${portal.to("applications", application.id)}">Keep the product</a>
        </p>
      </form>`,
  });
});

/** Removes it: here at once, then in Entra ID. */
export const removeProductAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const found = await linkedProduct(call, applications);
  if (found === undefined) return notFound;
  const { id, displayName } = found.application;
  const { name } = found.product;
  await applications.administration.unlink(id, name, { by: call.viewer.user.id });
  await portal.audit.add(
    eventOf(call, {
      action: "product-removed",
      target: id,
      name: displayName,
      comment: productNames(portal)(name),
    }),
  );
  return redirect(portal.to("applications", id) + done("product-removed"));
});

async function linkedProduct(
  { params, viewer }: Call<SignedInUser>,
  applications: PortalApplications,
): Promise<{ readonly application: StoredApplication; readonly product: ApplicationProduct } | undefined> {
  const application = await ownApplication(params["clientId"], viewer, applications);
  const product = application?.products.find(({ name }) => name === params["product"]);
  return application && product && { application, product };
}
