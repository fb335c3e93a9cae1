import type { Problem } from "@product-auth/core";

const SHARED = ["common", "organizations", "consumers"];

/** What is wrong with a tenant id. Undefined: nothing. */
export function tenantProblem(path: string, tenant: unknown): Problem | undefined {
  const fix = "write the directory (tenant) id, a GUID, or a verified domain";
  if (tenant === undefined || tenant === "") return { path, message: "is missing", fix };
  if (typeof tenant !== "string" || !/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(tenant))
    return { path, message: "is not a tenant id", fix };
  return SHARED.includes(tenant.toLowerCase())
    ? { path, message: `is "${tenant.toLowerCase()}", which stands for many tenants`, fix }
    : undefined;
}
