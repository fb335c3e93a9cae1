import type { EntraSettings } from "../evidence/tokens/issuers/entra-issuer.js";
import type { Problem } from "../lib/errors.js";
import { isGuid } from "../lib/guid.js";
import { isTrustworthyUrl } from "../lib/trustworthy-url.js";
import {
  anyText,
  either,
  filledList,
  flag,
  list,
  oneOf,
  optional,
  type FormsOf,
  nothingLeft,
} from "./forms.js";
import { problemsIn, type Given } from "./given.js";

/** National clouds by name, each with its login service. */
export type CloudName = "public" | "us-government" | "china";

/** `ver` of an Entra access token. */
export type TokenVersion = "1.0" | "2.0";

/** Tokens of Microsoft Entra ID: of which tenants, from which login service. */
export interface EntraOptions {
  /**
   * Entra tenant whose tokens are accepted: its GUID or a verified domain; a list of GUIDs; or `organizations` or
   * `common` together with `allowedTenants`. Needed when a product accepts tokens and no other issuer is named.
   */
  readonly tenantId?: string | readonly string[] | undefined;
  /** Tenants by GUID, of all those that `organizations` or `common` stand for. */
  readonly allowedTenants?: readonly string[];
  /** Login service by the name of its cloud. Default `public`. */
  readonly cloud?: CloudName;
  /** Subdomain of an External ID tenant: `contoso` for `contoso.ciamlogin.com`. */
  readonly externalId?: string;
  /** Origin of the login service, for any other one. Plain http only on this machine. */
  readonly authorityHost?: string | undefined;
  /** Whether Entra's tokens must carry the optional claim `idtyp`. Default false; recommended. */
  readonly requireIdtyp?: boolean;
  /** Versions of tokens accepted. Default: both. */
  readonly tokenVersions?: readonly TokenVersion[];
}

/** Entra as settled, without what changes with the products. */
export type SettledEntra = Omit<EntraSettings, "audiences" | "refusedAudiences" | "ownKeys"> & {
  /** The `iss` of its tokens, as far as it is known without fetching metadata. */
  readonly names: readonly string[];
};

/** Every version of Entra's tokens. */
export const TOKEN_VERSIONS: readonly TokenVersion[] = ["1.0", "2.0"];

/** Login services of the clouds ("National clouds", Entra). */
export const LOGIN_SERVICES: Readonly<Record<CloudName, string>> = Object.freeze({
  public: "https://login.microsoftonline.com",
  "us-government": "https://login.microsoftonline.us",
  china: "https://login.partner.microsoftonline.cn",
});

/** Tenant names that stand for many tenants. */
const MULTI_TENANT: readonly string[] = ["organizations", "common"];

export const entraForms: FormsOf<EntraOptions> = {
  tenantId: optional(either([anyText, list(anyText)], "a string, or a list of strings")),
  allowedTenants: optional(list(anyText, "a list of GUIDs")),
  tokenVersions: optional(filledList(oneOf(TOKEN_VERSIONS), '"1.0", "2.0", or both in a list')),
  requireIdtyp: optional(flag),
  cloud: optional(oneOf(Object.keys(LOGIN_SERVICES))),
  externalId: optional(anyText),
  authorityHost: optional(anyText),
};

/** `isNeeded` says whether a product accepts tokens and no other issuer is named. */
export function entraProblems(given: Given<EntraOptions>, isNeeded: boolean): readonly Problem[] {
  return [
    ...problemsIn(given, ["tenantId"], ({ tenantId }) => tenantProblems(tenantId, isNeeded)),
    ...problemsIn(given, ["tenantId", "allowedTenants"], allowedProblems),
    ...problemsIn(given, ["authorityHost", "cloud", "externalId"], hostProblems),
    ...problemsIn(given, ["externalId", "tenantId"], externalProblems),
  ];
}

const GUID_FIX = "write the tenant's GUID, such as aaaabbbb-0000-cccc-1111-dddd2222eeee";

function tenantProblems(tenantId: EntraOptions["tenantId"], isNeeded: boolean): Problem[] {
  const path = "tenantId";
  if (tenantId === undefined) return isNeeded ? [missingTenant("is undefined")] : [];
  const tenants = [tenantId].flat();
  if (tenants.length === 0 || tenants.some((tenant) => tenant.trim() === ""))
    return [missingTenant("is empty")];
  if (tenants.length > 1) {
    return tenants
      .filter((tenant) => !isGuid(tenant))
      .map((tenant) => ({
        path,
        message: `lists "${String(tenant).slice(0, 60)}", which is not a GUID`,
        fix: GUID_FIX,
      }));
  }
  const [tenant] = tenants as [string];
  if (tenant.toLowerCase() === "consumers") {
    const fix =
      "write the GUID of the tenant whose clients may call: personal accounts have no applications with app roles";
    return [{ path, message: 'is "consumers", which stands for personal accounts', fix }];
  }
  if (isGuid(tenant) || isDomain(tenant) || MULTI_TENANT.includes(tenant)) return [];
  return [{ path, message: "is neither a GUID nor a domain name", fix: GUID_FIX }];
}

function missingTenant(message: string): Problem {
  const fix =
    "write the directory (tenant) id from the Entra portal's overview page; the example apps read it from the environment variable AZURE_TENANT_ID";
  return { path: "tenantId", message, fix };
}

const isDomain = (name: string) => name.length <= 253 && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name);

// "common" in a list of one is still "common".
function multiTenantOf(tenantId: EntraOptions["tenantId"]): string | undefined {
  const tenants = [tenantId ?? []].flat();
  return tenants.length === 1 && MULTI_TENANT.includes(tenants[0]!) ? tenants[0] : undefined;
}

function allowedProblems({
  tenantId,
  allowedTenants,
}: Pick<EntraOptions, "tenantId" | "allowedTenants">): Problem[] {
  const path = "allowedTenants";
  const many = multiTenantOf(tenantId);
  if (many === undefined) {
    if (allowedTenants === undefined) return [];
    const fix = 'remove it, or write tenantId: "organizations"; tenantId also takes a list of GUIDs';
    return [{ path, message: 'applies to tenantId "organizations" or "common" only', fix }];
  }
  if (allowedTenants === undefined || allowedTenants.length === 0) {
    const message = allowedTenants === undefined ? "is missing" : "is empty";
    const fix = `list the GUIDs of the tenants whose clients may call; "${many}" alone would accept every tenant`;
    return [{ path, message, fix }];
  }
  return [...allowedTenants.entries()]
    .filter(([, tenant]) => !isGuid(tenant))
    .map(([i]) => ({ path: `${path}[${i}]`, message: "is not a GUID", fix: GUID_FIX }));
}

function hostProblems({
  authorityHost,
  cloud,
  externalId,
}: Pick<EntraOptions, "authorityHost" | "cloud" | "externalId">): Problem[] {
  const given = Object.entries({ authorityHost, cloud, externalId }).filter(
    ([, value]) => value !== undefined,
  );
  const [first, second] = given.map(([name]) => name);
  if (first !== undefined && second !== undefined) {
    const fix = `keep one of ${given.map(([name]) => name).join(" and ")}`;
    return [{ path: second, message: `sets the login service, and so does ${first}`, fix }];
  }
  return authorityHost === undefined ? [] : originProblems(authorityHost);
}

const B2C_FIX =
  'remove it and tenantId, and write issuers: [{ discoveryUrl: "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_signin/v2.0/.well-known/openid-configuration", clientClaim: "azp", scopesClaim: "scp" }], with the name of the user flow or policy in discoveryUrl';

function originProblems(host: string): Problem[] {
  const path = "authorityHost";
  const fix = "write the origin of the login service, such as https://login.microsoftonline.com";
  if (!URL.canParse(host)) return [{ path, message: "is not a URL", fix }];
  if (!isTrustworthyUrl(host)) {
    const message = "is neither https nor on localhost";
    return [{ path, message, fix: `${fix}; plain http is accepted on localhost only` }];
  }
  const { hostname, pathname, search, hash } = new URL(host);
  if (hostname.endsWith(".b2clogin.com")) {
    // B2C publishes its documents below a policy, and its tokens have neither tid nor roles.
    const message = "is a login service of Azure AD B2C, whose tokens are not those of an Entra tenant";
    return [{ path, message, fix: B2C_FIX }];
  }
  if (pathname === "/" && search === "" && hash === "") return [];
  return [{ path, message: "is more than an origin", fix: `${fix}; the tenant belongs in tenantId` }];
}

function externalProblems({
  externalId,
  tenantId,
}: Pick<EntraOptions, "externalId" | "tenantId">): Problem[] {
  if (externalId === undefined) return [];
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

/** Settles the tenants of Entra; undefined when none is named. */
export function settleEntra({
  tenantId,
  allowedTenants,
  cloud = "public",
  externalId,
  authorityHost,
  requireIdtyp = false,
  tokenVersions,
  ...left
}: EntraOptions): SettledEntra | undefined {
  nothingLeft(left);
  if (tenantId === undefined) return undefined;
  const authorities = [tenantId].flat().map((tenant) => (isGuid(tenant) ? tenant.toLowerCase() : tenant));
  const listed = authorities.every(isGuid) ? authorities : undefined;
  const tenants = multiTenantOf(authorities) === undefined ? listed : allowedTenants;
  const versions = versionsOf({ tokenVersions, externalId });
  const host =
    authorityHost !== undefined
      ? new URL(authorityHost).origin
      : externalId === undefined
        ? LOGIN_SERVICES[cloud]
        : `https://${externalId}.ciamlogin.com`;
  return {
    host,
    authorities: Object.freeze(authorities),
    tenants: tenants?.map((tenant) => tenant.toLowerCase()),
    profiles: Object.freeze(versions.map((version) => (version === "1.0" ? "entra-v1" : "entra-v2"))),
    requireIdtyp,
    names: namesOf(host, tenants?.map((tenant) => tenant.toLowerCase()) ?? authorities, externalId),
  };
}

/** The versions of tokens that the instance accepts. External ID issues v2 tokens only. */
export const versionsOf = ({
  tokenVersions,
  externalId,
}: {
  readonly tokenVersions?: EntraOptions["tokenVersions"] | undefined;
  readonly externalId?: string | undefined;
}): readonly TokenVersion[] => tokenVersions ?? (externalId === undefined ? TOKEN_VERSIONS : ["2.0"]);

// A client compares a name with what the document below it says (RFC 8414 §3.3): of many tenants each allowed one has
// its own, and External ID issues on the host of the GUID.
const namesOf = (host: string, tenants: readonly string[], externalId: string | undefined) =>
  tenants.map((tenant) =>
    externalId === undefined ? `${host}/${tenant}/v2.0` : `https://${tenant}.ciamlogin.com/${tenant}/v2.0`,
  );
