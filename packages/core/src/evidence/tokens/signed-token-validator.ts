import { type TokenEvidence } from "../evidence.js";
import type { RequestView } from "../../request/request-view.js";
import { Decrypter } from "./jws/decrypter.js";
import { EntraIssuer } from "./issuers/entra-issuer.js";
import type { FetchLimits } from "./keys/fetch-json.js";
import { KeyRing, type KeyTimes } from "./keys/key-ring.js";
import { GivenKeys, type KeySource, type KeySourceHealth } from "./keys/key-source.js";
import { OpenIdIssuer } from "./issuers/openid-issuer.js";
import { ObservedTokenCache } from "./observed-token-cache.js";
import { TokenCache } from "./token-cache.js";
import type { TrustedIssuer } from "./issuers/trusted-issuer.js";
import { TokenVerifier } from "./token-verifier.js";
import type { IssuerSettings, OpenIdPlace } from "./issuers/issuer-settings.js";
import type { Awaitable } from "../../lib/awaitable.js";
import type { Problem } from "../../lib/errors.js";
import { PolicyVerifiers, type PolicyVerifier } from "./policy-verifiers.js";
import type { PolicyTokens } from "./issuers/policy-issuer.js";

/** The settings that a `TokenValidator` uses. */
export interface TokenSettings {
  readonly issuers: IssuerSettings;
  readonly keyTimes: KeyTimes;
  readonly fetchTimeout: number;
  readonly tokenCacheSize: number;
  readonly tokenCacheBytes: number;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: () => number;
}

/** Why the keys could not be loaded. */
export interface LoadFailure {
  readonly from: string;
  readonly failure: string;
  readonly error?: string;
  /** Set when an option is wrong. */
  readonly problem?: Problem;
}

/** State of keys and cached tokens, for `health()`. */
export interface TokenHealth {
  /** The sources of signing keys. */
  readonly issuers: readonly KeySourceHealth[];
  readonly rememberedTokens: number;
}

/** Validates the tokens of one instance. */
export interface TokenValidator {
  verify(text: string, now: number, view: RequestView): Awaitable<TokenEvidence>;
  /** What `verify` returns for a token that is known to be good; undefined for any other. Checks no signature. */
  recall(text: string, now: number): Awaitable<TokenEvidence> | undefined;
  /** The verifier of a token policy. */
  forPolicy(policy: PolicyTokens): PolicyVerifier;
  /**
   * Replaces all token policies, and by `fill` the audiences that issuers are trusted with for products. Issuers that stay
   * keep their keys. Known tokens stay known if no audience changes.
   */
  replaceCatalog(policies: readonly PolicyTokens[], fill: () => void): void;
  /** Fetches missing keys; resolves to the failures. */
  load(now: number): Promise<readonly LoadFailure[]>;
  health(now: number): TokenHealth;
  close(): void;
}

/** Maximum size of a fetched document. Discovery documents and key sets have a few kilobytes. */
const MAX_DOCUMENT_BYTES = 512 * 1024;

/** Validates tokens by their signatures: verifier, keys and cache of one instance. */
export class SignedTokenValidator implements TokenValidator {
  readonly #settings: IssuerSettings;
  readonly #trusted: readonly TrustedIssuer[];
  readonly #cache: TokenCache;
  readonly #verifier: TokenVerifier;
  readonly #policies: PolicyVerifiers;
  readonly #closing = new AbortController();

  /** `onLookup`: called after each look-up in the cache of tokens; must not throw. */
  constructor(settings: TokenSettings, onLookup?: (found: boolean) => void) {
    const { issuers, keyTimes, fetchTimeout, fetch, clock } = settings;
    const limits = {
      fetch,
      timeout: fetchTimeout,
      maxBytes: MAX_DOCUMENT_BYTES,
      signal: this.#closing.signal,
    };
    const openId = issuers.openId.map((place) => openIdIssuer(place, keyTimes, limits, clock));
    const entra = issuers.entra && new EntraIssuer(issuers.entra, keyTimes, limits, clock);
    const trusted: TrustedIssuer[] = entra === undefined ? openId : [...openId, entra];
    const { decryptionKeys } = issuers;
    this.#settings = issuers;
    this.#trusted = trusted;
    this.#cache = cacheOf(settings, onLookup);
    const decrypter = decryptionKeys.length === 0 ? undefined : new Decrypter(decryptionKeys);
    this.#verifier = new TokenVerifier(trusted, this.#cache, decrypter);
    this.#policies = new PolicyVerifiers({
      entra,
      openId,
      issuerOf: (own) =>
        own.kind === "own"
          ? openIdIssuer(own.place, keyTimes, limits, clock)
          : new EntraIssuer(own.settings, keyTimes, limits, clock),
      forget: () => this.#cache.clear(),
      verifierOf: (list, tag) => new TokenVerifier(list, this.#cache, decrypter, undefined, tag),
    });
  }

  verify(text: string, now: number): Awaitable<TokenEvidence> {
    return this.#verifier.verify(text, now);
  }

  recall(text: string, now: number): Awaitable<TokenEvidence> | undefined {
    return this.#verifier.recall(text, now);
  }

  forPolicy(policy: PolicyTokens): PolicyVerifier {
    return this.#policies.of(policy);
  }

  // A token in the cache was checked against audiences, and against nothing else of a catalog.
  replaceCatalog(policies: readonly PolicyTokens[], fill: () => void): void {
    const before = this.#audiences;
    this.#policies.replace(policies);
    fill();
    if (before === undefined || before !== this.#audiences) this.#cache.clear();
  }

  /** All that a catalog says about the audiences of tokens, as a text; undefined while policies have issuers that the options do not name. */
  get #audiences(): string | undefined {
    if (this.#policies.issuers.length > 0) return undefined;
    const { audiences, ownKeys } = this.#settings;
    const ofPolicies = this.#trusted.flatMap(({ policyAudiences }) => Object.values(policyAudiences));
    return JSON.stringify(
      [...audiences.map(({ known }) => known), ...ofPolicies, ownKeys].map((each) => [...each]),
    );
  }

  async load(now: number): Promise<readonly LoadFailure[]> {
    const states = await Promise.all(
      this.#sources.map(async (source) => ({ source, state: await source.current(now) })),
    );
    return states.flatMap(({ source, state }) =>
      "failure" in state ? [{ from: source.health(now).from, ...state.failure }] : [],
    );
  }

  // Read each time: products that were replaced may have other sources.
  get #sources(): readonly KeySource[] {
    return [...this.#trusted, ...this.#policies.issuers].flatMap(({ sources }) => sources);
  }

  health(now: number): TokenHealth {
    return { issuers: this.#sources.map((source) => source.health(now)), rememberedTokens: this.#cache.size };
  }

  close(): void {
    this.#closing.abort();
  }
}

const cacheOf = (
  { tokenCacheSize, tokenCacheBytes }: TokenSettings,
  onLookup: ((found: boolean) => void) | undefined,
): TokenCache =>
  onLookup === undefined
    ? new TokenCache(tokenCacheSize, tokenCacheBytes)
    : new ObservedTokenCache(tokenCacheSize, tokenCacheBytes, onLookup);

function openIdIssuer(
  { settings, given, ...place }: OpenIdPlace,
  times: KeyTimes,
  limits: FetchLimits,
  clock: () => number,
): TrustedIssuer {
  const { algorithms } = settings;
  const source =
    given === undefined ? new KeyRing({ ...place, algorithms }, times, limits, clock) : new GivenKeys(given);
  return new OpenIdIssuer(settings, source);
}
