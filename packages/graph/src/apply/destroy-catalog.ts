import type { DestroyOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import { planDestroy } from "../plan/plan-destroy.js";
import type { ProvisionReport } from "../report/report.js";
import { applyPlan } from "./apply-plan.js";

/** Deletes what the catalog's instance made, and unmarks what it adopted. Refusals are findings. */
export async function destroyCatalog(
  catalog: ProvisionCatalog,
  options: DestroyOptions,
): Promise<ProvisionReport> {
  return applyPlan(await planDestroy(catalog, options), options);
}
