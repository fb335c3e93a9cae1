import type { Json } from "./json-value.js";
import { depthOfJson } from "./depth-of-json.js";
import { locateJsonError } from "./locate-json-error.js";

/** Deepest nesting of a JSON text that is read. */
export const JSON_DEPTH = 200;

/** A text that is no JSON, with the place where it stops, or JSON beyond the bound of depth. */
export type UnparsedJson =
  | { readonly problem: "syntax"; readonly line: number; readonly column: number }
  | { readonly problem: "depth" };

/**
 * Reads a JSON text. The last of two members with one name counts; `__proto__` is an ordinary member. The messages of
 * `JSON.parse` quote the text, so that they never come out.
 */
export function parseJson(text: string): { readonly value: Json } | UnparsedJson {
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (depthOfJson(json) > JSON_DEPTH) return { problem: "depth" };
  try {
    return { value: JSON.parse(json) as Json };
  } catch {
    return { problem: "syntax", ...locateJsonError(json) };
  }
}
