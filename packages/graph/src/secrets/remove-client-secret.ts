import type { GraphOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import type { ProvisionReport } from "../report/report.js";

/** Removes a secret of a client. A secret that does not exist is removed already. Refusals are findings. */
export function removeClientSecret(
  _catalog: ProvisionCatalog,
  _client: string,
  _keyId: string,
  _options: GraphOptions,
): Promise<ProvisionReport> {
  return Promise.reject(new Error("not built yet"));
}
