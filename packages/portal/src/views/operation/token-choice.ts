import type { CatalogProduct } from "@product-auth/core";
import { allApplications } from "../../applications/all-pages.js";
import { tokenScopeOf } from "../../applications/linkable.js";
import { isActive } from "../../applications/own-application.js";
import type { Viewer } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { StoreUnavailableError } from "../../stores/store-unavailable-error.js";
import type { TokenChoice } from "./try-it.js";

/** The applications of a user with a product that opens an API. `products`: those of the API that the viewer may find. */
export async function tokenChoice(
  viewer: Viewer,
  products: readonly CatalogProduct[],
  portal: PortalContext,
): Promise<TokenChoice | undefined> {
  const { applications, to } = portal;
  const names = products.filter((product) => tokenScopeOf(product) !== undefined).map(({ name }) => name);
  if (applications === undefined || viewer.kind === "guest" || names.length === 0) return undefined;
  const own = await allApplications(applications, { ownerId: viewer.user.id }).catch((error: unknown) => {
    if (error instanceof StoreUnavailableError) return []; // the page stands without them
    throw error;
  });
  return {
    path: to("console", "token"),
    registerPath: to("applications", "new"),
    applications: own
      .filter(isActive)
      .flatMap(({ id, displayName, products: links }) => {
        const link = links.find(({ name, state }) => state === "approved" && names.includes(name));
        return link === undefined ? [] : [{ id, name: displayName, product: link.name }];
      })
      .toSorted((a, b) => a.name.localeCompare(b.name, "en")),
  };
}
