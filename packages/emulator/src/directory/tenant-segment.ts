import type { Directory } from "./directory.js";
import { isGuid } from "./guid.js";

/** What the first path segment of a URL stands for. */
export type TenantSegment = "ours" | "common" | "organizations" | "consumers" | "unknown" | "malformed";

const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** Reads a tenant segment: the tenant's GUID or domain in either case, an alias, or something else. */
export function readTenantSegment(directory: Directory, segment: string): TenantSegment {
  const text = segment.toLowerCase();
  if (text === directory.tenantId || text === directory.tenantDomain) return "ours";
  if (text === "common" || text === "organizations" || text === "consumers")
    return directory.isExternal ? "unknown" : text;
  return isGuid(text) || domain.test(text) ? "unknown" : "malformed";
}
