import type { KeySource, KeySourceHealth, NoKeys, Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { OpenIdIssuer, type OpenIdSettings } from "#src/evidence/tokens/issuers/openid-issuer.js";
import { signingKeys, type SigningKey } from "#src/evidence/tokens/keys/signing-keys.js";
import type { Awaitable } from "#src/lib/awaitable.js";

export const ISSUER = "https://issuer.example";
export const ORDERS = "https://orders.example";

/** The settings of an issuer that is trusted with the audience of orders. */
export const openIdSettings = (over: Partial<OpenIdSettings> = {}): OpenIdSettings => ({
  issuers: [ISSUER],
  algorithms: ["ES256"],
  audiences: new Set([ORDERS]),
  tryAll: false,
  rolesClaim: "roles",
  scopesClaim: "scope",
  clientClaim: undefined,
  requireExpirationTime: true,
  callerOf: undefined,
  audienceClaim: undefined,
  ...over,
});

/** An issuer with these settings and keys. */
export const openIdOf = (source: KeySource, over: Partial<OpenIdSettings> = {}): OpenIdIssuer =>
  new OpenIdIssuer(openIdSettings(over), source);

/** The claims of its token for an application. */
export const openIdClaims = (over: object = {}): Record<string, unknown> => ({
  iss: ISSUER,
  aud: ORDERS,
  sub: "contoso",
  client_id: "contoso",
  exp: 4_000_000_000,
  ...over,
});

/** What an issuer published. */
export const snapshotOf = (...keys: readonly SigningKey[]): Snapshot => ({
  keys: signingKeys(keys),
  fetchedAt: 0,
});

/** The same with a discovery document that names the issuer. */
export const discovered = (issuer: string, ...keys: readonly SigningKey[]): Snapshot => ({
  ...snapshotOf(...keys),
  metadata: { issuer, jwksUri: `${issuer}/keys` },
});

/** Keys whose answers are set by hand. */
export class HeldKeys implements KeySource {
  known: Awaitable<Snapshot | NoKeys>;
  fetched: Awaitable<Snapshot | NoKeys | undefined>;
  /** How often newer keys were asked for. */
  fetches = 0;

  constructor(known: Awaitable<Snapshot | NoKeys>, fetched?: Awaitable<Snapshot | NoKeys | undefined>) {
    this.known = known;
    this.fetched = fetched;
  }

  current(): Awaitable<Snapshot | NoKeys> {
    return this.known;
  }

  newer(): Awaitable<Snapshot | NoKeys | undefined> {
    this.fetches += 1;
    return this.fetched;
  }

  health(): KeySourceHealth {
    return { from: "test", keys: 0, usable: true, failures: 0 };
  }
}

/** An issuer that cannot be reached for so many milliseconds. */
export const down = (retryIn = 0): NoKeys => ({ retryIn, failure: { failure: "ECONNREFUSED" } });
