import type { ProvisionOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import type { ProvisionPlan } from "./provision-plan.js";

/**
 * Reads the tenant and lists what must change. Writes nothing. Rejects with `ConfigurationError` for an invalid catalog or
 * option, before any call; refusals are findings.
 */
export function planCatalog(_catalog: ProvisionCatalog, _options: ProvisionOptions): Promise<ProvisionPlan> {
  return Promise.reject(new Error("not built yet"));
}
