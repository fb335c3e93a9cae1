import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import { summaryOf, type ListEntry } from "../html/list.js";
import { html } from "../html/template.js";
import type { ShownOperation } from "../openapi/api-description.js";
import type { PortalContext } from "../portal-context.js";
import { callOf, operationsOf } from "./operations-of.js";

/** A product in a list. */
export const listedProduct = (
  { name, displayName, description }: CatalogProduct,
  { to }: PortalContext,
): ListEntry => ({ text: displayName, href: to("products", name), below: summaryOf(description) });

/** An API in a list. */
export const listedApi = (
  { name, displayName, description }: CatalogApi,
  { to }: PortalContext,
): ListEntry => ({ text: displayName, href: to("apis", name), below: summaryOf(description) });

/** The operations of an API in a list. `call`: method and path. */
export async function listedOperations(
  api: CatalogApi,
  portal: PortalContext,
): Promise<readonly (ListEntry & { readonly call: string; readonly operation: ShownOperation })[]> {
  return (await operationsOf(api, portal)).map((operation) => {
    const call = callOf(api, operation);
    const href = portal.to("apis", api.name, "operations", operation.id);
    return { text: operation.displayName, href, call, operation, below: html`<code>${call}</code>` };
  });
}
