import {
  administerClients,
  clientRegistryOver,
  ProvisioningError,
  type ClientAdministration,
  type ClientProvisioning,
} from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";

type Issuer = Pick<ProductAuthOptions, "tenantId" | "authorityHost">;

export function registered(issuer: Issuer, records: RecordRepository, ownId: string) {
  // #region registry
  const auth = productAuth({
    ...issuer,
    products: { pro: { displayName: "Pro", audience: "api://7b0c9e11-2222-4333-8444-955566667777" } },
    clientApplications: clientRegistryOver(records, {
      also: [{ id: ownId, products: ["pro"], state: "active" }],
    }),
  });
  // #endregion registry
  return auth;
}

export async function register(
  records: RecordRepository,
  provisioning: ClientProvisioning,
  log: (event: object) => void,
) {
  // #region register
  const clients = administerClients({ records, provisioning, onAudit: (event) => log(event) });
  await clients.resumeAll();

  const pro = {
    name: "pro",
    audience: "api://7b0c9e11-2222-4333-8444-955566667777",
    role: "Product.Pro.All",
  };
  const { id } = await clients.register(
    { key: "form-7f3a", displayName: "Orders batch", ownerId: "zoe", products: [pro], limit: 5 },
    { by: "zoe" },
  );
  const job = await clients.wait(id, { onProgress: ({ steps }) => log(steps) });
  // #endregion register
  return { clients, job };
}

export async function addSecret(clients: ClientAdministration, clientId: string): Promise<string> {
  // #region secret
  const endDate = new Date(Date.now() + 180 * 86_400_000);
  try {
    const { secret } = await clients.addSecret(clientId, { operation: "form-81bc", endDate }, { by: "zoe" });
    return secret;
  } catch (error) {
    if (error instanceof ProvisioningError && error.reason === "two-secrets")
      return "An application has at most two client secrets.";
    throw error;
  }
  // #endregion secret
}

export async function approveAndSuspend(clients: ClientAdministration, clientId: string) {
  const analytics = { name: "analytics", audience: "api://analytics", role: "Product.Analytics.All" };
  // #region acts
  await clients.link(clientId, { ...analytics, approvalRequired: true }, { by: "zoe" });
  await clients.approve(clientId, analytics, { by: "ann", comment: "Welcome" });

  const { application, job } = await clients.suspend(clientId, { by: "ann", comment: "leaked secret" });
  // #endregion acts
  return { application, job };
}

export async function completed(clients: ClientAdministration, jobId: string) {
  // #region complete
  const clientId = "7b0c9e11-2222-4333-8444-955566667777";
  const job = await clients.completeStep(jobId, { clientId }, { by: "ann" });
  // #endregion complete
  return job;
}
