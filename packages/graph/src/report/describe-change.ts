import type { JsonValue } from "../client/json-value.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import { wantedOf } from "../wanted/wanted-of.js";
import type { Change, ProvisionReport } from "./report.js";

/** A change in a line of text: `APIMProductApplicationGold, role Product.Gold.All`, `requestedAccessTokenVersion 1 → 2`. */
export function describeChange(change: Change, report: ProvisionReport, catalog: ProvisionCatalog): string {
  const { at, fields } = change;
  if (fields.length > 0)
    return fields.map(({ name, from, to }) => `${name} ${short(from)} → ${short(to)}`).join(", ");
  const { products, clients } = wantedOf(catalog);
  const place = at.replace(/\.servicePrincipal$/, "");
  const product = products.find((one) => one.at === place);
  if (place !== at)
    return `service principal of ${[...products, ...clients].find((one) => one.at === place)?.displayName ?? place}`;
  if (product !== undefined) return `${product.displayName}, role ${product.role.value}`;
  const client = clients.find((one) => one.at === place);
  if (client !== undefined) return client.displayName;
  const link = /^clients\..*\.products\./.test(at)
    ? products.find((one) => at.endsWith(`.${one.at}`))
    : undefined;
  if (link !== undefined) return `role ${report.products[link.name]?.role ?? link.role.value}`;
  return "";
}

function short(value: JsonValue): string {
  if (value === null) return "none";
  if (Array.isArray(value))
    return value.length === 0 ? "none" : (value as readonly JsonValue[]).map(short).join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
