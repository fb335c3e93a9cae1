import { ProvisioningError, type ClientProvisioning } from "@product-auth/core/clients";

/** Leaves every step as a job, for a process that has credentials. */
export const withoutGraph: ClientProvisioning = {
  tokenUrl: "",
  ensureApplication: leave,
  ensureLink: leave,
  removeLink: leave,
  listSecrets: leave,
  addSecret: leave,
  removeSecret: leave,
  remove: leave,
};

function leave(): Promise<never> {
  return Promise.reject(
    new ProvisioningError("unavailable", "product-auth applications ran without Graph credentials"),
  );
}
