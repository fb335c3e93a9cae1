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

/** An operation of an API in a list. */
export interface ListedOperation extends ListEntry {
  readonly api: CatalogApi;
  readonly operation: ShownOperation;
}

/** The operations of an API in a list. `isListed`: asked with the name, and with method and path; default: all. */
export async function listedOperations(
  api: CatalogApi,
  portal: PortalContext,
  isListed: (name: string, call: string) => boolean = () => true,
): Promise<readonly ListedOperation[]> {
  const listed: ListedOperation[] = [];
  const place = portal.to("apis", api.name, "operations");
  for (const operation of await operationsOf(api, portal)) {
    const call = callOf(api, operation);
    if (!isListed(operation.displayName, call)) continue;
    const href = `${place}/${encodeURIComponent(operation.id)}`;
    listed.push({ text: operation.displayName, href, api, operation, below: html`<code>${call}</code>` });
  }
  return listed;
}
