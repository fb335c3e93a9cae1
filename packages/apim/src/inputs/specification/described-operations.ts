import type { Resource } from "../../configuration/resource.js";
import { operationsOfSpecification } from "./operations-of-specification.js";

/** Formats of documents that stand in a resource; behind an address (`openapi-link`) the operations are unknown. */
export function isInlineOpenApi(format: string): boolean {
  return /^(?:openapi|swagger)(?:[+-]json)?$/i.test(format);
}

/** Operations of an API as resources; `undefined` when the document cannot be read. */
export function describedOperations(
  document: string,
  api: { readonly names: readonly string[]; readonly at: string },
): readonly Resource[] | undefined {
  const read = operationsOfSpecification(document, "specification.yaml");
  if (read === undefined || "problem" in read) return undefined;
  return read.operations.map(({ name, ...operation }) => ({
    type: "apis/operations",
    names: [...api.names, name],
    at: api.at,
    properties: { ...operation },
  }));
}
