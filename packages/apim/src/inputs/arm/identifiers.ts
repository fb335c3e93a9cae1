import { namePartsOf } from "./resource-names.js";
import { Pieces, type Value } from "./template-value.js";

/** Properties that hold identifiers of other resources. */
export const identifiers: ReadonlySet<string> = new Set([
  "scope",
  "productId",
  "apiId",
  "apiVersionSetId",
  "ownerId",
  "groupId",
]);

const collections: ReadonlySet<string> = new Set(["products", "apis", "apiversionsets", "users", "groups"]);

/**
 * An identifier without what stands in front of the resource's place in the service: subscription, group and name of the
 * service may be unknown. Other values stay as they are.
 */
export function withinService(value: Value): Value {
  if (!(value instanceof Pieces)) return value;
  const parts = namePartsOf(value);
  const service = parts.findIndex((part) => part?.toLowerCase() === "service");
  // `concat(parameters('serviceId'), '/products/gold')`
  const start = service >= 0 ? service + 2 : parts.lastIndexOf(undefined) + 1;
  const rest = parts.slice(start);
  if (service < 0 && !collections.has((rest[0] ?? "").toLowerCase())) return value;
  return rest.includes(undefined) ? value : `/${rest.join("/")}`;
}
