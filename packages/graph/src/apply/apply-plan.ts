import type { ProvisionOptions } from "../options/graph-options.js";
import type { ProvisionPlan } from "../plan/provision-plan.js";
import type { ProvisionReport } from "../report/report.js";

/** Makes the changes of a plan. Refusals are findings; nothing is rolled back, a second run completes the work. */
export function applyPlan(_plan: ProvisionPlan, _options: ProvisionOptions): Promise<ProvisionReport> {
  return Promise.reject(new Error("not built yet"));
}
