/* The code of the README, run by readme.test.ts. */
// #region apply
import { readFile, writeFile } from "node:fs/promises";
import {
  applyPlan,
  completeCatalog,
  environmentCredential,
  planCatalog,
  type GraphOptions,
  type ProvisionCatalog,
} from "@product-auth/graph";

export function optionsFrom(env: Record<string, string>): GraphOptions {
  return {
    tenantId: env["AZURE_TENANT_ID"]!,
    credential: environmentCredential(env),
    onProgress: ({ message, seconds }) => console.error(`${message}; waits ${seconds} s`),
  };
}

export async function register(path: string, options: GraphOptions) {
  const text = await readFile(path, "utf8");
  const plan = await planCatalog(JSON.parse(text) as ProvisionCatalog, options); // writes nothing
  for (const { action, at } of plan.report.changes) console.log(action, at);

  const report = await applyPlan(plan, options);
  for (const { code, at, message, fix } of report.findings) console.warn(code, at, message, fix);
  await writeFile(path, completeCatalog(text, report)); // audiences and client ids
  return report;
}
// #endregion apply

// #region secret
import { addClientSecret } from "@product-auth/graph";

export async function rotate(catalog: ProvisionCatalog, options: GraphOptions) {
  const { secretText, endDateTime } = await addClientSecret(catalog, "batch", { ...options, days: 180 });
  console.error(`The secret ends on ${endDateTime}.`);
  return secretText; // the only time that Entra ID returns it
}
// #endregion secret

// #region provisioning
import { graphProvisioning } from "@product-auth/graph";
import { administerClients } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";

export function createApplications(records: RecordRepository, { tenantId, credential }: GraphOptions) {
  return administerClients({ records, provisioning: graphProvisioning({ tenantId, credential }) });
}
// #endregion provisioning
