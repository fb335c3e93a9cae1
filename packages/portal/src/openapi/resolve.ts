import { isObject, memberOf, type JsonObject } from "./json-values.js";

const MOST_STEPS = 16;
const LONGEST_REFERENCE = 1024;

/**
 * What a value stands for: itself, or the target of its `$ref`. Only references into the same document are followed, a bounded
 * number of them; a reference to another file or host is never opened (server-side request forgery) and stands for nothing.
 */
export function resolve(document: JsonObject, value: unknown): JsonObject | undefined {
  let current = value;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (!isObject(current)) return undefined;
    const reference = memberOf(current, "$ref");
    if (typeof reference !== "string") return current;
    current = targetOf(document, reference);
  }
  return undefined;
}

/** The value at a JSON pointer in the fragment of a reference (RFC 6901, section 6). */
function targetOf(document: JsonObject, reference: string): unknown {
  if (!reference.startsWith("#/") || reference.length > LONGEST_REFERENCE) return undefined;
  let pointer: string;
  try {
    pointer = decodeURIComponent(reference.slice(2));
  } catch {
    return undefined; // a percent sign that encodes nothing
  }
  let current: unknown = document;
  for (const part of pointer.split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(current))
      current = /^\d{1,6}$/.test(name) ? (current[Number(name)] as unknown) : undefined;
    else current = memberOf(current, name);
  }
  return current;
}
