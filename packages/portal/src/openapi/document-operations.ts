import {
  operationsOf,
  type DocumentOperation as Operation,
  type JsonObject,
} from "@product-auth/openapi/document";

/** An operation as it stands in a document. */
export interface DocumentOperation extends Pick<Operation, "path" | "method" | "item" | "operation"> {
  readonly document: JsonObject;
}

// Fetch cannot send TRACE, and no page has it.
export const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"] as const;
const SHOWN: ReadonlySet<string> = new Set(METHODS.map((method) => method.toUpperCase()));

/** The operations of a document, in its order. Visitors do not learn what is wrong with others. */
export const documentOperations = (document: JsonObject): readonly DocumentOperation[] =>
  operationsOf(document)
    .operations.filter(({ method }) => SHOWN.has(method))
    .map(({ path, method, item, operation }) => ({ document, path, method, item, operation }));
