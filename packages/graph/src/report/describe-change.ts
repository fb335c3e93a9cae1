import type { ProvisionCatalog } from "../options/provision-catalog.js";
import type { Change, ProvisionReport } from "./report.js";

/** A change in a line of text: `APIMProductApplicationGold, role Product.Gold.All`, `requestedAccessTokenVersion 1 → 2`. */
export function describeChange(
  _change: Change,
  _report: ProvisionReport,
  _catalog: ProvisionCatalog,
): string {
  return "";
}
