import { isObject, memberOf, type JsonObject } from "./json-values.js";
import { namesIn } from "./pointer.js";

const MOST_STEPS = 16;

/** What a value stands for, and the objects with a `$ref` on the way to it. */
export interface Followed {
  /** Undefined where a reference leads to no object in the document. */
  readonly target: JsonObject | undefined;
  readonly references: readonly JsonObject[];
}

/**
 * Follows `$ref` from a value. Only references into the same document are followed, a bounded number of them: a reference to
 * another file or host is never opened (server-side request forgery).
 */
export function follow(document: JsonObject, value: unknown): Followed {
  const references: JsonObject[] = [];
  let current = value;
  while (isObject(current) && references.length < MOST_STEPS) {
    const reference = memberOf(current, "$ref");
    if (reference === undefined) return { target: current, references };
    references.push(current);
    const names = typeof reference === "string" ? namesIn(reference) : undefined;
    current = names?.reduce<unknown>(partOf, document);
  }
  return { target: undefined, references };
}

const partOf = (holder: unknown, name: string): unknown =>
  Array.isArray(holder) && /^\d{1,6}$/.test(name)
    ? (holder[Number(name)] as unknown)
    : memberOf(holder, name);

/** The object that a value stands for: itself, or the target of its `$ref`. */
export const resolve = (document: JsonObject, value: unknown): JsonObject | undefined =>
  follow(document, value).target;
