import type { DocumentOperation } from "../document/operations.js";

/**
 * Operations in an order in which a router may ask them in turn: of two paths that one request matches, the concrete one first,
 * as OpenAPI has it (https://spec.openapis.org/oas/v3.1.1.html#path-templating-matching).
 */
export const concreteFirst = (operations: readonly DocumentOperation[]): readonly DocumentOperation[] =>
  operations
    .map((operation) => ({ operation, key: shapeOf(operation.path) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ operation }) => operation);

// One digit for each segment: text, text with a parameter in it, a parameter.
const shapeOf = (path: string): string =>
  path
    .split("/")
    .map((segment) => (/^\{[^{}]*\}$/.test(segment) ? "2" : segment.includes("{") ? "1" : "0"))
    .join("");
