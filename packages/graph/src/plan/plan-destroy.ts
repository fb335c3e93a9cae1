import type { DestroyOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import type { ProvisionPlan } from "./provision-plan.js";

/** Lists what `destroyCatalog` would delete or unmark. Writes nothing; `applyPlan` carries it out. */
export function planDestroy(_catalog: ProvisionCatalog, _options: DestroyOptions): Promise<ProvisionPlan> {
  return Promise.reject(new Error("not built yet"));
}
