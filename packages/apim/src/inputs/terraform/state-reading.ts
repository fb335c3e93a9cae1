import type { Resource } from "../../configuration/resource.js";
import type { HoldingFinding } from "../../report/holding-finding.js";

/** What the reading of a state collects. */
export interface StateReading {
  /** The file. */
  readonly at: string;
  readonly resources: Resource[];
  /** Global policies within the resource of the service. */
  readonly servicePolicies: Resource[];
  /** Operations that specifications describe. */
  readonly described: Resource[];
  readonly findings: HoldingFinding[];
  readonly keys: Map<string, { primaryKey: string; secondaryKey?: string }>;
}
