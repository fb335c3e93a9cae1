import type { Json, JsonObject } from "./json-value.js";
import { isJsonObject, jsonObjectOf, memberOf } from "./json-object.js";

/** Members of a resource that are about it, not of it. */
const ENVELOPE: ReadonlySet<string> = new Set(["id", "name", "type", "resourceGroup", "apiVersion", "etag"]);

/** `properties` of a resource; where a tool flattened them beside its `id`, the other members. */
export function propertiesOf(resource: Json): JsonObject | undefined {
  const properties = memberOf(resource, "properties");
  if (isJsonObject(properties)) return properties;
  if (!isJsonObject(resource)) return undefined;
  return jsonObjectOf(Object.entries(resource).filter(([name]) => !ENVELOPE.has(name)));
}
