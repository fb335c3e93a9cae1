import type { CatalogApi } from "@product-auth/core";
import type { ShownOperation } from "../openapi/api-description.js";
import type { PortalContext } from "../portal-context.js";

/** The operations of an API: those that the catalog lists, else those of its OpenAPI document. */
export async function operationsOf(
  api: CatalogApi,
  { descriptions, settings }: PortalContext,
): Promise<readonly ShownOperation[]> {
  return (await descriptions.of(api, settings.auth.catalog)).operations;
}

/** Method and path of an operation: "GET /orders/{id}". */
export const callOf = (
  { path }: CatalogApi,
  { method, urlTemplate }: Pick<ShownOperation, "method" | "urlTemplate">,
): string =>
  `${method} ${path === "" ? "" : `/${path}`}${urlTemplate === "/" && path !== "" ? "" : urlTemplate}`;
