import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import { summaryOf, type ListEntry } from "../html/list.js";
import { html } from "../html/template.js";
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

/** The operations of an API in a list. */
export async function listedOperations(
  api: CatalogApi,
  portal: PortalContext,
): Promise<readonly ListEntry[]> {
  return (await operationsOf(api, portal)).map((operation) => ({
    text: operation.displayName,
    href: portal.to("apis", api.name, "operations", operation.id),
    below: html`<code>${callOf(api, operation)}</code>`,
  }));
}
