import { ConfigurationError } from "@product-auth/core";
import { documentFault, type DocumentFault } from "./document-fault.js";
import type { JsonObject } from "./json-values.js";
import { pointerTo } from "./pointer.js";

/** A document whose version and size can be read. Throws `ConfigurationError` for any other value. */
export function checkDocument(value: unknown): JsonObject {
  const fault = documentFault(value) ?? mergeFault(value);
  if (fault === undefined) return value as JsonObject;
  throw new ConfigurationError([{ path: "#", ...fault }], "The OpenAPI document cannot be read");
}

/** A member `<<` that a parser of YAML has not merged: what it was meant to add is not there. */
function mergeFault(document: unknown): DocumentFault | undefined {
  const names = mergeKeyIn(document);
  if (names === undefined) return undefined;
  return {
    message: `has a merge key at ${pointerTo(...names)}, which YAML 1.2 does not have`,
    fix: "write its members out, or let the YAML parser merge them",
  };
}

function mergeKeyIn(value: unknown): readonly string[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, member] of Object.entries(value as JsonObject)) {
    if (typeof member !== "object" || member === null) continue;
    if (name === "<<") return [name];
    const below = mergeKeyIn(member);
    if (below !== undefined) return [name, ...below];
  }
  return undefined;
}
