import type { ProvisionReport } from "../report/report.js";
import type { PlannedWork } from "./planned-work.js";

/** What would change in the tenant. Pass it to `applyPlan`. */
export interface ProvisionPlan {
  /** Mode `plan`; no change is done. */
  readonly report: ProvisionReport;
  /** For `applyPlan`. */
  readonly work: PlannedWork;
}
