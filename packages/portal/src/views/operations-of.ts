import type { CatalogApi } from "@product-auth/core";

/** An operation as pages show it. */
export interface ShownOperation {
  /** Part of its address. */
  readonly id: string;
  readonly method: string;
  readonly urlTemplate: string;
  readonly displayName: string;
  readonly description: string | undefined;
}

/** Method and path of an operation: "GET /orders/{id}". */
export const callOf = ({ path }: CatalogApi, { method, urlTemplate }: ShownOperation): string =>
  `${method} /${path}${urlTemplate === "/" ? "" : urlTemplate}`;

/** The operations of an API: those of the catalog. */
export const operationsOf = ({ operations = [] }: CatalogApi): readonly ShownOperation[] =>
  operations.map(({ name, method, urlTemplate, displayName, description }) => ({
    id: name,
    method,
    urlTemplate,
    displayName: displayName ?? `${method} ${urlTemplate}`,
    description,
  }));
