import type { ClientProvisioning } from "@product-auth/core/clients";
import { INSTANCE } from "../options/problems-of-provision.js";
import { settleGraphOptions } from "../options/settle-graph-options.js";
import { GraphRegistrations } from "./graph-registrations.js";
import type { GraphProvisioningOptions } from "./graph-provisioning-options.js";
import { Steps } from "./steps.js";

/**
 * Registers client applications in Entra ID through Microsoft Graph. Every method may be repeated after a crash at any call, in
 * another process too. Methods reject with `ProvisioningError`. Throws `ConfigurationError` for invalid options.
 */
export function graphProvisioning(options: GraphProvisioningOptions): ClientProvisioning {
  const { instance = "portal", timeout = 15, ...graph } = options;
  const problems = [
    ...(INSTANCE.test(instance)
      ? []
      : [
          {
            path: "instance",
            message: "is not an instance name",
            fix: "write 1 to 40 lower-case letters, digits and hyphens",
          },
        ]),
    ...(timeout >= 1 && timeout <= 60
      ? []
      : [{ path: "timeout", message: `is ${timeout}`, fix: "write a number of seconds from 1 to 60" }]),
  ];
  const settled = settleGraphOptions(
    { ...graph, timeout: Math.min(60, Math.max(1, timeout || 1)) },
    problems,
  );
  const steps = new Steps(settled, instance);
  const run = <T>(at: string, act: (registrations: GraphRegistrations) => Promise<T>): Promise<T> =>
    steps.run(at, (step) => act(new GraphRegistrations(step)));
  return {
    tokenUrl: `${settled.authorityHost}/${settled.tenantId}/oauth2/v2.0/token`,
    ensureApplication: (wanted) => run(wanted.displayName, (all) => all.ensureApplication(wanted)),
    ensureLink: (clientId, product) => run(clientId, (all) => all.ensureLink(clientId, product)),
    removeLink: (clientId, product) => run(clientId, (all) => all.removeLink(clientId, product)),
    listSecrets: (clientId) => run(clientId, (all) => all.listSecrets(clientId)),
    addSecret: (clientId, wanted) => run(clientId, (all) => all.addSecret(clientId, wanted)),
    removeSecret: (clientId, keyId) => run(clientId, (all) => all.removeSecret(clientId, keyId)),
    remove: (clientId) => run(clientId, (all) => all.remove(clientId)),
  };
}
