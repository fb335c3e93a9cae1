import type { TokenProfile } from "../evidence.js";
import { isGuid } from "../guid.js";
import type { Finding } from "../refusals.js";
import { profileOf, shown } from "./claims.js";
import { own, type JsonObject } from "./compact-jws.js";
import type { FetchLimits } from "./fetch-json.js";
import { KeyRing, type KeyTimes, type Snapshot } from "./key-ring.js";
import type { SigningKey } from "./signing-keys.js";

/** The Entra tenant whose tokens are accepted. */
export interface AuthoritySettings {
  /** Origin of the login service, such as `https://login.microsoftonline.com`; no trailing slash. */
  readonly host: string;
  /** Tenant GUID in lower case, or a verified domain name. */
  readonly tenant: string;
  readonly profiles: readonly TokenProfile[];
}

/** Where a token's keys are, read from claims that nobody vouches for yet. */
export interface Route {
  readonly profile: TokenProfile;
  readonly ring: KeyRing;
}

/** Knows which issuer and keys belong to a token. Nothing in a token ever chooses an address. */
export class Authority {
  readonly #settings: AuthoritySettings;
  readonly #rings: ReadonlyMap<TokenProfile, KeyRing>;

  constructor(settings: AuthoritySettings, times: KeyTimes, limits: FetchLimits, clock: () => number) {
    this.#settings = settings;
    // A v1 token is checked against v1 metadata and a v2 token against v2 metadata: their issuers differ.
    this.#rings = new Map(
      settings.profiles.map((profile) => [
        profile,
        new KeyRing(discoveryUrl(settings, profile), times, limits, clock),
      ]),
    );
  }

  get rings(): readonly KeyRing[] {
    return [...this.#rings.values()];
  }

  /** Version and tenant as the token claims them. */
  route(payload: JsonObject): Route | Finding {
    const profile = profileOf(payload);
    const ring = profile === undefined ? undefined : this.#rings.get(profile);
    if (profile === undefined || ring === undefined) {
      const expected = this.#settings.profiles.map((p) => (p === "entra-v1" ? "1.0" : "2.0")).join(" or ");
      return { code: "token_version", expected: `ver ${expected}`, actual: shown(own(payload, "ver")) };
    }
    const tenant = own(payload, "tid");
    const expected = isGuid(this.#settings.tenant) ? this.#settings.tenant : undefined;
    if (!isGuid(tenant) || (expected !== undefined && tenant !== expected)) {
      return { code: "token_tenant", expected: `tid ${expected ?? "as a GUID"}`, actual: shown(tenant) };
    }
    return { profile, ring };
  }

  /** The issuer, tied to the metadata and to the tenant. */
  checkIssuer(payload: JsonObject, snapshot: Snapshot): Finding | undefined {
    const issuer = own(payload, "iss");
    const tenant = String(own(payload, "tid"));
    const expected = forTenant(snapshot.metadata.issuer, tenant);
    if (issuer !== expected)
      return { code: "token_issuer", expected: `iss ${expected}`, actual: shown(issuer) };
    if (firstPathSegment(expected) === tenant) return undefined;
    return { code: "token_issuer", expected: `iss of tenant ${tenant}`, actual: shown(issuer) };
  }

  /** Entra's keys may name the only issuer they sign for: a consumer key must not vouch for a tenant. */
  checkKeyIssuer(payload: JsonObject, key: SigningKey): Finding | undefined {
    if (key.issuer === undefined) return undefined;
    const expected = forTenant(key.issuer, String(own(payload, "tid")));
    const issuer = own(payload, "iss");
    return issuer === expected
      ? undefined
      : { code: "token_key_issuer", expected: `a key of ${shown(issuer)}`, actual: shown(expected) };
  }
}

const forTenant = (issuer: string, tenant: string): string => issuer.replace("{tenantid}", () => tenant);

const firstPathSegment = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).pathname.split("/")[1] : undefined;

function discoveryUrl({ host, tenant }: AuthoritySettings, profile: TokenProfile): string {
  return `${host}/${tenant}/${profile === "entra-v2" ? "v2.0/" : ""}.well-known/openid-configuration`;
}
