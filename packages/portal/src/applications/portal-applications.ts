import type { ClientAdministration } from "@product-auth/core/clients";
import { isAdministration } from "../options/is-administration.js";
import type { PortalOptions, ReconcileFinding } from "../options/portal-options.js";
import { ProvisioningHealth } from "./provisioning-health.js";
import { reachableApplications } from "./reachable-applications.js";

/** Client applications, as the views of a portal work with them. */
export interface PortalApplications {
  readonly administration: ClientAdministration;
  /** Whether users register applications and add products themselves. */
  readonly selfRegistration: boolean;
  /** Of each owner. */
  readonly limit: number;
  readonly reconcile: (() => Promise<readonly ReconcileFinding[]>) | undefined;
  readonly provisioning: ProvisioningHealth;
  /** The problems that were reported to operators: see `reportStopped`. */
  readonly reported: Set<string>;
}

/** The applications of the option; undefined without it. */
export function settleApplications(
  given: PortalOptions["applications"],
  clock: () => number,
): PortalApplications | undefined {
  if (given === undefined) return undefined;
  const options = isAdministration(given) ? { administration: given } : given;
  const provisioning = new ProvisioningHealth(clock);
  return Object.freeze({
    administration: reachableApplications(options.administration, provisioning),
    selfRegistration: options.selfRegistration ?? true,
    limit: options.limit ?? 5,
    reconcile: options.reconcile,
    provisioning,
    reported: new Set<string>(),
  });
}
