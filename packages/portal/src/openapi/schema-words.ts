import { memberOf, type JsonObject, resolve } from "@product-auth/openapi/document";
import { itemsOf, textOf } from "./json-values.js";

const DEEPEST = 4;
const MOST_VALUES = 20;

/** The type of a schema in words: `string (uuid)`, `integer`, `list of string`, `one of: new, sent`. */
export function schemaWords(document: JsonObject, schema: unknown, depth = 0): string | undefined {
  const resolved = depth < DEEPEST ? resolve(document, schema) : undefined;
  if (resolved === undefined) return undefined;
  const values = itemsOf(memberOf(resolved, "enum"))
    .filter((value) => typeof value === "string" || typeof value === "number")
    .slice(0, MOST_VALUES)
    .map((value) => String(value).slice(0, 100));
  if (values.length > 0) return `one of: ${values.join(", ")}`;
  const types = typesOf(memberOf(resolved, "type"));
  if (types.length === 1 && types[0] === "array") {
    const items = schemaWords(document, memberOf(resolved, "items"), depth + 1);
    return items === undefined ? "list" : `list of ${items}`;
  }
  const format = textOf(memberOf(resolved, "format"), 40);
  const words = types.join(" or ");
  if (words === "") return undefined;
  return format === undefined ? words : `${words} (${format})`;
}

// A list of types in OpenAPI 3.1. "null" is of no use to who writes a request.
const typesOf = (type: unknown): readonly string[] =>
  (Array.isArray(type) ? itemsOf(type) : [type])
    .flatMap((name) => textOf(name, 40) ?? [])
    .filter((name) => name !== "null")
    .slice(0, 8);
