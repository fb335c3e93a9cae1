import type { Problem } from "../lib/errors.js";
import { isGuid } from "../lib/guid.js";
import type { ProductAuthOptions } from "./options.js";
import { MULTI_TENANT } from "./issuers.js";
import { isTrustworthyUrl } from "../lib/trustworthy-url.js";

/** What is wrong with tenant and login service. */
export function entraProblems(options: ProductAuthOptions, needsIssuer: boolean): Problem[] {
  return [...tenantProblems(options, needsIssuer), ...allowedProblems(options), ...hostProblems(options)];
}

const GUID_FIX = "write the tenant's GUID, such as aaaabbbb-0000-cccc-1111-dddd2222eeee";

function tenantProblems({ tenantId, issuer, issuers }: ProductAuthOptions, needsIssuer: boolean): Problem[] {
  const path = "tenantId";
  if (tenantId === undefined) {
    const otherwise = issuer !== undefined || (issuers?.length ?? 0) > 0;
    return needsIssuer && !otherwise ? [missing("is undefined")] : [];
  }
  const tenants = [tenantId].flat();
  if (tenants.length === 0 || tenants.some((tenant) => tenant.trim() === "")) return [missing("is empty")];
  if (tenants.length > 1) {
    return tenants
      .filter((tenant) => !isGuid(tenant))
      .map((tenant) => ({
        path,
        message: `lists "${String(tenant).slice(0, 60)}", which is no GUID`,
        fix: GUID_FIX,
      }));
  }
  const [tenant] = tenants as [string];
  if (tenant.toLowerCase() === "consumers") {
    const fix =
      "personal accounts have no applications with app roles; write the GUID of the tenant whose clients may call";
    return [{ path, message: '"consumers" is not a tenant of organizations', fix }];
  }
  if (isGuid(tenant) || isDomain(tenant) || MULTI_TENANT.includes(tenant)) return [];
  return [{ path, message: "is neither a GUID nor a domain name", fix: GUID_FIX }];
}

function missing(message: string): Problem {
  const fix =
    "write the directory (tenant) id from the Entra portal's overview page; the example apps read it from the environment variable AZURE_TENANT_ID";
  return { path: "tenantId", message, fix };
}

const isDomain = (text: string) => text.length <= 253 && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text);

function allowedProblems({ tenantId, allowedTenants }: ProductAuthOptions): Problem[] {
  const path = "allowedTenants";
  const tenants = [tenantId ?? []].flat(); // "common" in a list of one is still "common"
  const many = tenants.length === 1 && MULTI_TENANT.includes(tenants[0]!);
  if (!many) {
    if (allowedTenants === undefined) return [];
    const fix = 'remove it, or write tenantId: "organizations"; tenantId itself takes a list too';
    return [{ path, message: "has no meaning here", fix }];
  }
  if (allowedTenants === undefined || allowedTenants.length === 0) {
    const message = allowedTenants === undefined ? "is missing" : "is empty";
    const fix = `list the GUIDs of the tenants whose clients may call; "${tenants[0]!}" alone would accept every tenant`;
    return [{ path, message, fix }];
  }
  return allowedTenants
    .map((tenant, i) => ({ path: `${path}[${i}]`, message: "is no GUID", fix: GUID_FIX, ok: isGuid(tenant) }))
    .filter(({ ok }) => !ok)
    .map(({ ok: _, ...problem }) => problem);
}

function hostProblems({ authorityHost, cloud, externalId, tenantId }: ProductAuthOptions): Problem[] {
  const given = Object.entries({ authorityHost, cloud, externalId }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(" and ");
    return [{ path: given[1]![0], message: `says the same as ${given[0]![0]}`, fix: `keep one of ${names}` }];
  }
  if (externalId !== undefined) return externalProblems(externalId, tenantId);
  return authorityHost === undefined ? [] : addressProblems(authorityHost);
}

function externalProblems(externalId: string, tenantId: ProductAuthOptions["tenantId"]): Problem[] {
  const problems: Problem[] = [];
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/i.test(externalId)) {
    const fix = 'write the part before .ciamlogin.com, such as externalId: "contoso"';
    problems.push({ path: "externalId", message: "is not a subdomain", fix });
  }
  if (!isGuid(tenantId)) {
    problems.push({ path: "tenantId", message: "is not the GUID of the External ID tenant", fix: GUID_FIX });
  }
  return problems;
}

function addressProblems(host: string): Problem[] {
  const path = "authorityHost";
  const fix = "write the origin of the login service, such as https://login.microsoftonline.com";
  if (!URL.canParse(host)) return [{ path, message: "is not an address", fix }];
  if (!isTrustworthyUrl(host)) {
    const more = `${fix}; plain http is for the emulator on localhost`;
    return [{ path, message: "is neither https nor on this machine", fix: more }];
  }
  const { pathname, search, hash } = new URL(host);
  if (pathname === "/" && search === "" && hash === "") return [];
  return [{ path, message: "has more than an origin", fix: `${fix}; the tenant goes into tenantId` }];
}
