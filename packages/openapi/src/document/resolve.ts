import { isObject, memberOf, type JsonObject } from "./json-values.js";
import { namesIn } from "./pointer.js";

const MOST_STEPS = 16;

/**
 * The object that a value stands for: itself, or the target of its `$ref`. Only references into the same document are
 * followed, a bounded number of them: a reference to another file or host is never opened (server-side request forgery).
 */
export function resolve(document: JsonObject, value: unknown): JsonObject | undefined {
  let current = value;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (!isObject(current)) return undefined;
    const reference = memberOf(current, "$ref");
    if (reference === undefined) return current;
    const names = typeof reference === "string" ? namesIn(reference) : undefined;
    if (names === undefined) return undefined;
    current = names.reduce<unknown>(memberOf, document);
  }
  return undefined;
}
