import type { DestroyOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import type { ProvisionReport } from "../report/report.js";

/** Deletes what the catalog's instance made, and unmarks what it adopted. Refusals are findings. */
export function destroyCatalog(
  _catalog: ProvisionCatalog,
  _options: DestroyOptions,
): Promise<ProvisionReport> {
  return Promise.reject(new Error("not built yet"));
}
