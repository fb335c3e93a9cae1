import type { VerifiedToken } from "../../evidence.js";
import { isGuid } from "../../../lib/guid.js";
import { HINTS } from "../../../refusals/hints.js";
import type { Finding } from "../../../refusals/refusals.js";
import { sanitize } from "../../../lib/sanitize.js";
import type { Algorithm } from "../keys/algorithms.js";
import { profileOf, readEntraClaims } from "./entra-claims.js";
import { claimed } from "./entra-members.js";
import { loginServiceHint } from "./login-service-hint.js";
import type { FetchLimits } from "../keys/fetch-json.js";
import { checkHeader } from "./header.js";
import { KeyRing, type KeyTimes } from "../keys/key-ring.js";
import type { KeySource, Snapshot } from "../keys/key-source.js";
import type { SigningKey } from "../keys/signing-keys.js";
import { noPolicyAudiences, type PolicyAudiences, type TrustedIssuer } from "./trusted-issuer.js";
import type { TokenProfile } from "../../../catalog/products.js";
import type { JsonObject } from "../../../lib/json-object.js";

/** The accepted Entra tenants, and the required shape of their tokens. */
export interface EntraSettings {
  /** Origin of the login service, such as `https://login.microsoftonline.com`; no trailing slash. */
  readonly host: string;
  /** Path segments for discovery: tenants, or one of `organizations` and `common`. */
  readonly authorities: readonly string[];
  /** Accepted `tid` values; undefined when the one authority is a domain name, whose metadata contains the tenant. */
  readonly tenants: readonly string[] | undefined;
  readonly profiles: readonly ("entra-v1" | "entra-v2")[];
  /** Whether tokens must carry `idtyp`. */
  readonly requireIdtyp: boolean;
  /** The `aud` values of all products, per token profile. */
  readonly audiences: Readonly<Record<TokenProfile, ReadonlySet<string>>>;
  /** Application id by `aud`, for applications with their own signing keys. Changes with the products. */
  readonly ownKeys: ReadonlyMap<string, string>;
  /** The `aud` values of the products that do not accept this version. */
  readonly refusedAudiences: Readonly<Record<"entra-v1" | "entra-v2", ReadonlySet<string>>>;
}

/** The key rings of each token version, by authority. */
type Rings = Readonly<Record<EntraSettings["profiles"][number], ReadonlyMap<string, KeyRing>>>;

const VERSIONS = { "entra-v1": "1.0", "entra-v2": "2.0" } as const;
const RS256 = { algorithms: ["RS256"], types: ["jwt"], kidRequired: true } as const;

/** Tokens of Microsoft Entra ID, v1 and v2, of one tenant or of several. */
export class EntraIssuer implements TrustedIssuer {
  readonly rules = "entra" as const;
  /** Pinned: Entra's keys carry no `alg`, so the header must never choose. */
  readonly algorithms: readonly Algorithm[] = RS256.algorithms;
  readonly policyAudiences: PolicyAudiences = noPolicyAudiences();
  readonly #settings: EntraSettings;
  /** Accepted `tid` values, GUIDs only: any other text in the list matches no tenant. */
  readonly #tenants: readonly unknown[] | undefined;
  readonly #rings: Rings;
  /** The rings of applications with their own signing keys, by application id. */
  readonly #ownRings = new Map<string, Rings>();
  readonly #makeRings: (application?: string) => Rings;
  // The latest results, because most tokens have the same issuer and tenant.
  #known: { readonly issuer: string; readonly segment?: string } = { issuer: "" };
  #filled = { template: "", tenant: "", issuer: "" };
  // The reader returns the same object for the same text.
  #goodHeader: JsonObject | undefined;

  constructor(settings: EntraSettings, times: KeyTimes, limits: FetchLimits, clock: () => number) {
    this.#settings = settings;
    this.#tenants = settings.tenants?.filter(isGuid);
    // A v1 token is checked against v1 metadata and a v2 token against v2 metadata: their issuers differ.
    this.#makeRings = (application) => {
      const rings = { "entra-v1": new Map<string, KeyRing>(), "entra-v2": new Map<string, KeyRing>() };
      for (const authority of settings.authorities) {
        for (const profile of settings.profiles) {
          const discoveryUrl = discoveryUrlOf(settings.host, authority, profile, application);
          const place = { discoveryUrl, algorithms: this.algorithms, pinned: true };
          rings[profile].set(authority, new KeyRing(place, times, limits, clock));
        }
      }
      return rings;
    };
    this.#rings = this.#makeRings();
  }

  get sources(): readonly KeySource[] {
    const { authorities, profiles, ownKeys } = this.#settings;
    const own = [...new Set(ownKeys.values())].map((application) => this.#ownRingsOf(application));
    return [this.#rings, ...own].flatMap((rings) =>
      authorities.flatMap((authority) => profiles.map((profile) => rings[profile].get(authority)!)),
    );
  }

  // As many as there are products with their own signing key: those of products that were replaced are dropped.
  #ownRingsOf(application: string): Rings {
    const known = this.#ownRings.get(application);
    if (known !== undefined) return known;
    const wanted = new Set(this.#settings.ownKeys.values());
    for (const other of this.#ownRings.keys()) if (!wanted.has(other)) this.#ownRings.delete(other);
    const rings = this.#makeRings(application);
    this.#ownRings.set(application, rings);
    return rings;
  }

  /** Last in a list, it owns what no other issuer claims: such a token is checked, and refused, as a token of Entra. */
  owns(_issuer?: unknown, tenant?: unknown, isLast = true): boolean {
    return isLast || (isGuid(tenant) && (this.#tenants?.includes(tenant) ?? true));
  }

  checkHeader(header: JsonObject): Finding | undefined {
    if (header === this.#goodHeader) return undefined;
    if (Object.hasOwn(header, "nonce")) {
      return {
        code: "token_foreign_resource",
        expected: "no nonce in the header",
        hint: HINTS.foreignResource,
      };
    }
    const flaw = checkHeader(header, RS256);
    if (flaw === undefined) this.#goodHeader = header;
    return flaw;
  }

  sourceFor(payload: JsonObject): KeySource | Finding {
    const { tenants, authorities } = this.#settings;
    const profile = this.#versionOf(payload);
    if (typeof profile === "object") return profile;
    const tenant = claimed.tid(payload);
    if (!(this.#tenants?.includes(tenant) ?? isGuid(tenant))) {
      const expected = tenants === undefined ? "tid as a GUID" : `tid ${tenants.slice(0, 5).join(" or ")}`;
      const hint = loginServiceHint(claimed.iss(payload), this.#settings.host) ?? HINTS.otherTenant;
      return { code: "token_tenant", expected, actual: sanitize(tenant), hint };
    }
    // The application's own keys sign tokens for its own audiences only: the audience selects them, and nothing else does.
    const application = this.#applicationOf(payload);
    const rings = (application === undefined ? this.#rings : this.#ownRingsOf(application))[profile];
    return rings.get(tenant as string) ?? rings.get(authorities[0]!)!;
  }

  #applicationOf(payload: JsonObject): string | undefined {
    const { ownKeys } = this.#settings;
    return ownKeys.size === 0 ? undefined : ownKeys.get(claimed.aud(payload) as string);
  }

  /** Checks `iss` against the metadata of the token's version and against its tenant. */
  checkIssuer(payload: JsonObject, { metadata }: Snapshot): Finding | undefined {
    const issuer = claimed.iss(payload);
    const tenant = String(claimed.tid(payload));
    // A domain stands for the one tenant in its metadata: a template there must not match all tenants.
    const oneTenant = this.#settings.tenants === undefined;
    const named = metadata!.issuer; // Entra always has a discovery document
    const expected = oneTenant ? named : this.#forTenant(named, tenant);
    if (issuer !== expected) {
      const service = loginServiceHint(issuer, this.#settings.host);
      const hint = service ?? (oneTenant ? HINTS.otherTenant : undefined);
      const finding = {
        code: "token_issuer",
        expected: `iss ${expected}`,
        actual: sanitize(issuer),
      } as const;
      return hint === undefined ? finding : { ...finding, hint };
    }
    return this.checkTenantOfIssuer(payload);
  }

  /** Checks, without metadata, that `iss` contains the token's tenant. */
  checkTenantOfIssuer(payload: JsonObject): Finding | undefined {
    const issuer = claimed.iss(payload);
    const tenant = String(claimed.tid(payload));
    if (typeof issuer === "string" && this.#firstPathSegment(issuer) === tenant) return undefined;
    return { code: "token_issuer", expected: `iss of tenant ${tenant}`, actual: sanitize(issuer) };
  }

  checkAudience(payload: JsonObject): Finding | undefined {
    const profile = profileOf(payload);
    const audience = claimed.aud(payload);
    if (
      typeof audience === "string" &&
      profile !== undefined &&
      (this.#settings.audiences[profile].has(audience) || this.policyAudiences[profile].has(audience))
    )
      return undefined;
    return foreignAudience(payload);
  }

  hintForUnknownKey(payload: JsonObject): string | undefined {
    return this.#applicationOf(payload) === undefined ? HINTS.ownSigningKey : undefined;
  }

  /** None: a token that no other issuer claims is checked as a token of Entra, so no refusal lists them. */
  names(): readonly string[] {
    return [];
  }

  keysWithoutKid(): readonly SigningKey[] {
    return [];
  }

  /** A key may name the only issuer that it signs for: a key for consumer accounts must not sign for a tenant. */
  checkKey(payload: JsonObject, key: SigningKey, { metadata }: Snapshot): Finding | undefined {
    if (key.cloud !== undefined && metadata?.cloud !== undefined && key.cloud !== metadata.cloud) {
      return {
        code: "token_key_issuer",
        expected: `a key of cloud ${metadata.cloud}`,
        actual: sanitize(key.cloud),
      };
    }
    if (key.issuer === undefined) return undefined;
    const tenant = String(claimed.tid(payload));
    const signsFor = this.#forTenant(key.issuer, tenant);
    // Keys name v2 issuers only; a v1 token is tied to the v2 issuer of its own tenant, as Microsoft's libraries do.
    const expected = profileOf(payload) === "entra-v1" ? this.#v2Issuer(tenant) : claimed.iss(payload);
    return signsFor === expected
      ? undefined
      : { code: "token_key_issuer", expected: `a key of ${sanitize(expected)}`, actual: sanitize(signsFor) };
  }

  read(payload: JsonObject): VerifiedToken | Finding {
    return readEntraClaims(payload, profileOf(payload)!, this.#settings.requireIdtyp);
  }

  complete(token: VerifiedToken): VerifiedToken {
    return token;
  }

  forProducts(token: VerifiedToken): VerifiedToken | Finding {
    const { profile, claims } = token;
    const audience = token.audience as string; // Entra's tokens have one
    if (this.#settings.audiences[profile].has(audience)) return token;
    return (
      this.#refusedVersion(profile as EntraSettings["profiles"][number], claims) ?? foreignAudience(claims)
    );
  }

  // The version of the token, when the instance accepts it, and the product of its audience too.
  #versionOf(payload: JsonObject): EntraSettings["profiles"][number] | Finding {
    const { profiles } = this.#settings;
    const profile = profileOf(payload);
    if (profile === undefined || !profiles.includes(profile)) {
      const hint =
        profile === "entra-v1" ? HINTS.v1Token : profile === undefined ? HINTS.noVersion : undefined;
      return versionFlaw(payload, expectedVersion(profiles), hint);
    }
    const isOfPolicy = this.policyAudiences[profile].has(claimed.aud(payload) as string);
    return isOfPolicy ? profile : (this.#refusedVersion(profile, payload) ?? profile);
  }

  #refusedVersion(profile: EntraSettings["profiles"][number], payload: JsonObject): Finding | undefined {
    const { profiles, refusedAudiences } = this.#settings;
    const refused = refusedAudiences[profile];
    if (refused.size === 0 || !refused.has(claimed.aud(payload) as string)) return undefined;
    const expected = `${expectedVersion(profiles.filter((other) => other !== profile))} for this product`;
    return versionFlaw(payload, expected, profile === "entra-v1" ? HINTS.v1Token : undefined);
  }

  #firstPathSegment(issuer: string): string | undefined {
    if (this.#known.issuer !== issuer) {
      const segment = firstPathSegment(issuer);
      this.#known = { issuer, ...(segment !== undefined && { segment }) };
    }
    return this.#known.segment;
  }

  #forTenant(template: string, tenant: string): string {
    if (!template.includes("{tenantid}")) return template;
    const { template: before, tenant: filledTenant, issuer } = this.#filled;
    if (before === template && filledTenant === tenant) return issuer;
    this.#filled = { template, tenant, issuer: template.replaceAll("{tenantid}", () => tenant) };
    return this.#filled.issuer;
  }

  #v2Issuer(tenant: string): string {
    return `${this.#settings.host}/${tenant}/v2.0`;
  }
}

const firstPathSegment = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).pathname.split("/")[1] : undefined;

// With `appid` the document's jwks_uri lists the keys of that application (Entra, "Access tokens": validate the signature).
function discoveryUrlOf(
  host: string,
  authority: string,
  profile: EntraSettings["profiles"][number],
  application: string | undefined,
): string {
  const version = profile === "entra-v2" ? "v2.0/" : "";
  const query = application === undefined ? "" : `?appid=${application}`;
  return `${host}/${authority}/${version}.well-known/openid-configuration${query}`;
}

const GRAPH = [
  "00000003-0000-0000-c000-000000000000",
  "https://graph.microsoft.com",
  "https://graph.microsoft.com/",
];

const foreignAudience = (payload: JsonObject): Finding => ({
  code: "token_audience",
  expected: "the audience of a product",
  actual: sanitize(claimed.aud(payload)),
  ...foreignAudienceHint(payload),
});

function foreignAudienceHint(payload: JsonObject): { readonly hint: string } {
  const audience = claimed.aud(payload);
  if (typeof audience === "string" && GRAPH.includes(audience)) return { hint: HINTS.graphAudience };
  const namesClient = Object.hasOwn(payload, "azp") || Object.hasOwn(payload, "appid");
  return { hint: namesClient ? HINTS.otherAudience : HINTS.idToken };
}

const expectedVersion = (profiles: EntraSettings["profiles"]): string =>
  `ver ${profiles.map((accepted) => VERSIONS[accepted]).join(" or ")}`;

const versionFlaw = (payload: JsonObject, expected: string, hint: string | undefined): Finding => ({
  code: "token_version",
  expected,
  actual: sanitize(claimed.ver(payload)),
  ...(hint !== undefined && { hint }),
});
