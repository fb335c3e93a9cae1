import { ConfigurationError } from "@product-auth/core";
import { ProvisioningError, type ClientProvisioning } from "@product-auth/core/clients";
import { addressProblem } from "../options/address-problem.js";

/** Options of `manualProvisioning`. */
export interface ManualProvisioningOptions {
  /** URL of the tenant's token endpoint, `https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token`. */
  readonly tokenUrl: string;
}

/**
 * Provisioning for tenants in which the program may write nothing: each step waits for an administrator, who carries it out in
 * the Entra portal and enters the client id. Secrets are made there too. Throws `ConfigurationError` for an invalid URL.
 */
export function manualProvisioning({ tokenUrl }: ManualProvisioningOptions): ClientProvisioning {
  const problem = addressProblem("tokenUrl", tokenUrl ?? "");
  if (problem !== undefined) throw new ConfigurationError([problem]);
  const manual = (message: string) => Promise.reject(new ProvisioningError("manual", message));
  return {
    tokenUrl,
    ensureApplication: ({ displayName }) =>
      manual(
        `Register an application "${displayName}" in the Entra portal, and enter its application (client) id.`,
      ),
    ensureLink: (clientId, { name, role }) =>
      manual(
        `Assign the app role ${role} of the product ${name} to the application ${clientId}, with admin consent.`,
      ),
    removeLink: (clientId, { name, role }) =>
      manual(`Remove the app role ${role} of the product ${name} from the application ${clientId}.`),
    listSecrets: (clientId) =>
      manual(`The secrets of the application ${clientId} are listed in the Entra portal.`),
    addSecret: (clientId) =>
      manual(`Add a client secret to the application ${clientId} in the Entra portal.`),
    removeSecret: (clientId) =>
      manual(`Remove the client secret of the application ${clientId} in the Entra portal.`),
    remove: (clientId) =>
      manual(`Delete the application ${clientId} in the Entra portal, and then permanently.`),
  };
}
