import type { Json } from "./json-value.js";
import { parseJson, type UnparsedJson } from "./parse-json.js";
import { withoutComments } from "./without-comments.js";

/** Reads a JSON text that may have comments, as templates of Azure Resource Manager do. */
export function parseCommented(text: string): { readonly value: Json } | UnparsedJson {
  const parsed = parseJson(text);
  // Large files without comments are not scanned for them.
  return "problem" in parsed && /\/[/*]/.test(text) ? parseJson(withoutComments(text)) : parsed;
}
