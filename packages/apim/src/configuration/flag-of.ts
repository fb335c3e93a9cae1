import { memberOf } from "../json/json-object.js";
import type { JsonObject } from "../json/json-value.js";

/** A member that is true or false, also as text (parameters of templates); `absent` without it; `unclear` for another value. */
export function flagOf(properties: JsonObject, name: string): boolean | "absent" | "unclear" {
  const value = memberOf(properties, name);
  if (value === undefined) return "absent";
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text === "true" ? true : text === "false" ? false : "unclear";
}
