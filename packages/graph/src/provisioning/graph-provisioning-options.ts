import type { GraphOptions } from "../options/graph-options.js";

/** Options of `graphProvisioning`. */
export interface GraphProvisioningOptions extends Omit<GraphOptions, "signal" | "onProgress" | "timeout"> {
  /**
   * Separates installations in one tenant, `^[a-z0-9][a-z0-9-]{0,39}$`. Applications of another instance are not changed.
   * Default `portal`.
   */
  readonly instance?: string;
  /**
   * Seconds after which a step stops waiting and rejects, to be repeated later. At least 1, at most 60. Default 15.
   */
  readonly timeout?: number;
}
