import type { JsonObject } from "./json-values.js";

// What no rule depends on. OpenAPI ignores some of the others and leaves the effect of the rest undefined.
const HARMLESS = new Set([
  "$ref",
  "summary",
  "description",
  "parameters",
  "tags",
  "externalDocs",
  "deprecated",
]);

/**
 * The name of a member beside a `$ref` that access may depend on, such as `security`; undefined without one. The target of
 * the reference is read and the member is not, so that the author would be wrong about who is admitted.
 */
export function besideReference(references: readonly JsonObject[]): string | undefined {
  return references
    .flatMap((reference) => Object.keys(reference))
    .find((name) => !HARMLESS.has(name) && !/^x-(?!products?$)/i.test(name));
}
