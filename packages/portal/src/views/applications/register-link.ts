import type { CatalogProduct } from "@product-auth/core";
import { unlinkableReason } from "../../applications/linkable.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { html, type Html } from "../../html/template.js";
import type { Viewer } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { StoreUnavailableError } from "../../stores/store-unavailable-error.js";
import { APPLICATION_LIMIT_REACHED, SELF_REGISTRATION_OFF } from "../../texts/application-words.js";
import { isFullOfApplications } from "./register.js";

/** The link to register an application for a product, or why there is none; nothing in a portal without applications. */
export async function registerLink(
  product: CatalogProduct,
  viewer: Viewer,
  portal: PortalContext,
): Promise<Html | undefined> {
  const { applications } = portal;
  if (applications === undefined || product.open) return undefined;
  const reason = unlinkableReason(product) ?? (await closedFor(viewer, applications));
  const query = new URLSearchParams({ product: product.name });
  return reason === undefined
    ? html`<p class="actions">
        <a class="button quiet" href="${portal.to("applications", "new")}?${query.toString()}"
          >Register application</a
        >
      </p>`
    : html`<p class="note">${reason}</p>`;
}

/** Visitors get the link: it leads to the sign-in and back. */
async function closedFor(viewer: Viewer, applications: PortalApplications): Promise<string | undefined> {
  if (!applications.selfRegistration && !viewer.isAdministrator) return SELF_REGISTRATION_OFF;
  if (viewer.kind === "guest") return undefined;
  try {
    const isFull = await isFullOfApplications(viewer.user.id, applications);
    return isFull ? APPLICATION_LIMIT_REACHED : undefined;
  } catch (error) {
    if (error instanceof StoreUnavailableError) return undefined; // the next page reports it
    throw error;
  }
}
