const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is wrong with the id of a tenant, or undefined. */
export function tenantProblem(tenant: string): string | undefined {
  if (GUID.test(tenant)) return undefined;
  return `is ${JSON.stringify(tenant)}. Write the directory (tenant) id from the overview page of the Entra admin center, a GUID.`;
}

/** What is wrong with the value of `--issuer`, or undefined. */
export function issuerProblem(issuer: string): string | undefined {
  if (issuer === "local") return undefined;
  return tenantProblem(issuer)?.replace(" Write", " Write local, or");
}
