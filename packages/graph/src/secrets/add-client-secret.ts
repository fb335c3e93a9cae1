import type { ProvisionCatalog } from "../options/provision-catalog.js";
import type { AddSecretOptions } from "../options/secret-options.js";
import type { ClientSecret } from "./client-secret.js";

/** Adds a secret to a client of the catalog. Rejects with `ProvisionFailedError` when Entra ID or a limit refuses. */
export function addClientSecret(
  _catalog: ProvisionCatalog,
  _client: string,
  _options: AddSecretOptions,
): Promise<ClientSecret> {
  return Promise.reject(new Error("not built yet"));
}
