// A run in a process of its own, which ends itself with SIGKILL before or after the n-th call to Graph.
import { applyPlan, environmentCredential, planCatalog, type ProvisionCatalog } from "@product-auth/graph";

const [
  ,
  ,
  catalog = "{}",
  graphUrl = "",
  origin = "",
  tenantId = "",
  clientId = "",
  secret = "",
  at = "0",
  when = "",
] = process.argv;

let calls = 0;
const env = {
  AZURE_TENANT_ID: tenantId,
  AZURE_CLIENT_ID: clientId,
  AZURE_CLIENT_SECRET: secret,
  AZURE_AUTHORITY_HOST: origin,
};
const options = {
  tenantId,
  credential: environmentCredential(env),
  graphUrl,
  authorityHost: origin,
  fetch: async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const isHere = ++calls === Number(at);
    if (isHere && when === "before") process.kill(process.pid, "SIGKILL");
    const response = await fetch(input, init);
    if (isHere) process.kill(process.pid, "SIGKILL");
    return response;
  },
};
const plan = await planCatalog(JSON.parse(catalog) as ProvisionCatalog, options);
const { exit } = await applyPlan(plan, options);
process.exitCode = exit;
