import type { Product, TokenProfile } from "../catalog/products.js";
import { isGuid } from "../lib/guid.js";
import type { CloudName, IssuerOptions, ProductAuthOptions } from "./options.js";
import type { EntraSettings } from "../evidence/tokens/issuers/entra-issuer.js";
import { importGivenKey } from "../evidence/tokens/keys/given-keys.js";
import type { OpenIdSettings } from "../evidence/tokens/issuers/openid-issuer.js";
import { signingKeys, type SigningKey } from "../evidence/tokens/keys/signing-keys.js";
import {
  type IssuerSettings,
  type OpenIdPlace,
  type AudienceSet,
  fillAudiences,
} from "../evidence/tokens/issuers/issuer-settings.js";

/** Login services of the clouds ("National clouds", Entra). */
export const CLOUDS: Readonly<Record<CloudName, string>> = {
  public: "https://login.microsoftonline.com",
  "us-government": "https://login.microsoftonline.us",
  china: "https://login.partner.microsoftonline.cn",
};

/** Tenant names that stand for many tenants. */
export const MULTI_TENANT: readonly string[] = ["organizations", "common"];

/** Settles who may issue tokens. */
export function issuersOf(options: ProductAuthOptions, products: readonly Product[]): IssuerSettings {
  const sets: AudienceSet[] = [];
  const known = (profile: TokenProfile, only?: readonly string[]): ReadonlySet<string> => {
    const set = { profile, only, known: new Set<string>() };
    sets.push(set);
    return set.known;
  };
  const entra = entraOf(options, {
    "entra-v1": known("entra-v1"),
    "entra-v2": known("entra-v2"),
    openid: known("openid"),
  });
  const openId = listedIssuers(options).map((issuer) => openIdOf(issuer, known("openid", issuer.products)));
  fillAudiences(sets, products);
  const names = [
    ...(entra === undefined ? [] : entraNames(entra, options.externalId)),
    ...openId.flatMap(({ settings }) => settings.issuers ?? []),
  ];
  return Object.freeze({
    entra,
    openId,
    decryptionKeys: options.decryptionKeys ?? [],
    names,
    audiences: sets,
  });
}

// A client compares a name with what the document below it says (RFC 8414 §3.3): of many tenants each allowed one has
// its own, and External ID issues on the host of the GUID.
function entraNames(
  { host, authorities, tenants = authorities }: EntraSettings,
  externalId?: string,
): string[] {
  return tenants.map((tenant) =>
    externalId === undefined ? `${host}/${tenant}/v2.0` : `https://${tenant}.ciamlogin.com/${tenant}/v2.0`,
  );
}

/** All issuers besides Entra: the list, and the short form of one. */
export function listedIssuers({ issuers, issuer, jwksUri }: ProductAuthOptions): readonly IssuerOptions[] {
  if (issuer === undefined) return issuers ?? [];
  return [{ issuer, ...(jwksUri !== undefined && { jwksUri }) }, ...(issuers ?? [])];
}

function entraOf(
  options: ProductAuthOptions,
  audiences: EntraSettings["audiences"],
): EntraSettings | undefined {
  const { tenantId, allowedTenants, tokenVersions, externalId } = options;
  if (tenantId === undefined) return undefined;
  const authorities = [tenantId].flat().map((tenant) => (isGuid(tenant) ? tenant.toLowerCase() : tenant));
  const many = authorities.length === 1 && MULTI_TENANT.includes(authorities[0]!);
  const tenants = many ? allowedTenants : authorities.every(isGuid) ? authorities : undefined;
  // External ID issues v2 tokens only.
  const versions =
    tokenVersions ?? (externalId === undefined ? (["1.0", "2.0"] as const) : (["2.0"] as const));
  return Object.freeze({
    host: hostOf(options),
    authorities: Object.freeze(authorities),
    tenants: tenants?.map((tenant) => tenant.toLowerCase()),
    profiles: Object.freeze(versions.map((version) => (version === "1.0" ? "entra-v1" : "entra-v2"))),
    requireIdtyp: options.requireIdtyp ?? false,
    audiences,
  });
}

function hostOf({ authorityHost, cloud, externalId }: ProductAuthOptions): string {
  if (authorityHost !== undefined) return new URL(authorityHost).origin;
  return externalId === undefined ? CLOUDS[cloud ?? "public"] : `https://${externalId}.ciamlogin.com`;
}

function openIdOf(options: IssuerOptions, audiences: ReadonlySet<string>): OpenIdPlace {
  const issuers = options.issuer === undefined ? undefined : Object.freeze([options.issuer].flat());
  const settings: OpenIdSettings = {
    issuers,
    algorithms: options.algorithms ?? ["RS256"],
    audiences,
    tryAll: options.signingKeys !== undefined,
    requireExpirationTime: options.requireExpirationTime ?? true,
    rolesClaim: options.rolesClaim ?? "roles",
    scopesClaim: options.scopesClaim ?? "scope",
    clientClaim: options.clientClaim,
    callerOf: options.callerOf,
  };
  if (options.signingKeys !== undefined) {
    const keys = options.signingKeys
      .map(importGivenKey)
      .filter((key): key is SigningKey => typeof key !== "string");
    return { settings, given: signingKeys(keys) };
  }
  if (options.jwksUri !== undefined) return { settings, jwksUri: options.jwksUri };
  if (options.discoveryUrl !== undefined) return { settings, discoveryUrl: options.discoveryUrl };
  const issuer = issuers?.[0] ?? "";
  return {
    settings,
    discoveryUrl: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    expectedIssuer: issuer,
  };
}
