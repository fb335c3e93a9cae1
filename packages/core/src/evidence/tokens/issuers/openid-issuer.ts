import type { TokenClaims, VerifiedToken } from "../../evidence.js";
import type { Finding } from "../../../refusals/refusals.js";
import { kindFor, type Algorithm } from "../keys/algorithms.js";
import { sanitize } from "../../../lib/sanitize.js";
import { deepFreeze } from "../../../lib/deep-freeze.js";
import { checkHeader } from "./header.js";
import type { KeySource, Snapshot } from "../keys/key-source.js";
import { callerFrom, clientFrom, rightsFrom } from "./claim-functions.js";
import { claimAt, type ClaimPath } from "./claim-places.js";
import { audiencesIn, callerBySubject, readOpenIdClaims, type ClaimPlaces } from "./openid-claims.js";
import { audienceHint } from "./openid-audience-hint.js";
import { keyWithoutKid, mayServe } from "../keys/select-key.js";
import type { SigningKey } from "../keys/signing-keys.js";
import { noPolicyAudiences, type PolicyAudiences, type TrustedIssuer } from "./trusted-issuer.js";
import { own, type JsonObject } from "../../../lib/json-object.js";
import type { Writable } from "../../../lib/writable.js";

/** An issuer other than Entra, with every default filled in. */
export interface OpenIdSettings extends ClaimPlaces {
  /** Accepted `iss` values; undefined when the metadata names the issuer. `any`: the keys alone tell it. */
  readonly issuers: readonly string[] | "any" | undefined;
  readonly algorithms: readonly Algorithm[];
  /** The `aud` values of the products that this issuer is trusted with. */
  readonly audiences: ReadonlySet<string>;
  /** The claim that takes the place of `aud` in tokens without it; undefined for `aud`. */
  readonly audienceClaim: ClaimPath | undefined;
  /** Whether to try a key from the options when none has the token's `kid`: the first public key, or all shared secrets. */
  readonly tryAll: boolean;
  /** The application's function that decides who calls. */
  readonly callerOf: ((claims: TokenClaims) => VerifiedToken["caller"]) | undefined;
}

const TYPES = ["jwt", "at+jwt", "application/at+jwt"]; // RFC 9068 §4

/** Tokens of any OpenID Connect or OAuth 2.0 issuer. */
export class OpenIdIssuer implements TrustedIssuer {
  readonly rules = "openid" as const;
  readonly algorithms: readonly Algorithm[];
  readonly sources: readonly KeySource[];
  readonly policyAudiences: PolicyAudiences = noPolicyAudiences();
  readonly #settings: OpenIdSettings;
  readonly #source: KeySource;
  /** Whether any function of the application reads the claims. */
  readonly #hasFunctions: boolean;

  constructor(settings: OpenIdSettings, source: KeySource) {
    const { rolesClaim, scopesClaim, clientClaim, callerOf } = settings;
    this.#hasFunctions = [rolesClaim, scopesClaim, clientClaim, callerOf].some(
      (place) => typeof place === "function",
    );
    this.algorithms = settings.algorithms;
    this.sources = [source];
    this.#settings = settings;
    this.#source = source;
  }

  owns(issuer: unknown): boolean | KeySource {
    const { issuers } = this.#settings;
    return issuers === "any" || (issuers?.includes(issuer as string) ?? this.#source);
  }

  checkHeader(header: JsonObject): Finding | undefined {
    return checkHeader(header, { algorithms: this.algorithms, types: TYPES, kidRequired: false });
  }

  sourceFor(): KeySource {
    return this.#source;
  }

  checkIssuer(payload: JsonObject, { metadata }: Snapshot): Finding | undefined {
    const { issuers } = this.#settings;
    if (issuers === "any") return undefined;
    const accepted = issuers ?? [metadata!.issuer];
    const issuer = own(payload, "iss");
    if (accepted.includes(issuer as string)) return undefined;
    return { code: "token_issuer", expected: `iss ${accepted.join(" or ")}`, actual: sanitize(issuer) };
  }

  checkAudience(payload: JsonObject): Finding | undefined {
    const { audienceClaim } = this.#settings;
    const { openid } = this.policyAudiences;
    if (this.#audienceOf(payload).length > 0) return undefined;
    if (openid.size > 0 && audiencesIn(payload, audienceClaim).some((one) => openid.has(one)))
      return undefined;
    return this.#foreignAudience(payload);
  }

  #foreignAudience(payload: JsonObject): Finding {
    const { audienceClaim } = this.#settings;
    const hint = audienceHint(payload, audienceClaim);
    const isOther = audienceClaim === undefined || Object.hasOwn(payload, "aud");
    return {
      code: "token_audience",
      expected:
        isOther && audienceClaim !== undefined ? "no aud beside audienceClaim" : "the audience of a product",
      actual: sanitize(isOther ? own(payload, "aud") : claimAt(payload, audienceClaim)),
      ...(hint !== undefined && { hint }),
    };
  }

  // Keep only the audiences that this issuer is trusted with: others in the same token grant no access.
  #audienceOf(payload: JsonObject): readonly string[] {
    const { audiences, audienceClaim } = this.#settings;
    return audiencesIn(payload, audienceClaim).filter((one) => audiences.has(one));
  }

  hintForUnknownKey(): undefined {
    return undefined;
  }

  names(now: number): readonly string[] {
    const { issuers } = this.#settings;
    if (issuers === "any") return [];
    const { issuer } = this.#source.health(now);
    return issuers ?? (issuer === undefined ? [] : [issuer]);
  }

  // Without a `kid` a caller must not make us try every key: use the first fitting key of the options, or the one key of a
  // published set that can be meant. An HMAC is cheap, so all shared secrets are tried; the options hold at most 16.
  keysWithoutKid(header: JsonObject, { keys }: Snapshot): readonly SigningKey[] {
    const algorithm = own(header, "alg") as Algorithm;
    if (this.#settings.tryAll) {
      const kind = kindFor(algorithm);
      const fitting = [...keys.all].filter((key) => key.kind === kind);
      return kind === "secret" ? fitting : fitting.slice(0, 1);
    }
    if (own(header, "kid") !== undefined) return [];
    const key = keyWithoutKid(
      [...keys.all].filter((one) => mayServe(one, algorithm)),
      header,
    );
    return key === undefined ? [] : [key];
  }

  checkKey(): undefined {
    return undefined;
  }

  read(payload: JsonObject): VerifiedToken | Finding {
    // Token policies judge audiences that no product has.
    const isForPolicies = this.policyAudiences.openid.size > 0;
    const { audienceClaim } = this.#settings;
    const audience = isForPolicies ? audiencesIn(payload, audienceClaim) : this.#audienceOf(payload);
    return readOpenIdClaims(payload, this.#settings, audience);
  }

  forProducts(token: VerifiedToken): VerifiedToken | Finding {
    const held = [token.audience].flat();
    const audience = held.filter((one) => this.#settings.audiences.has(one));
    if (audience.length === 0) return this.#foreignAudience(token.claims);
    return audience.length === held.length ? token : { ...token, audience };
  }

  complete(token: VerifiedToken): VerifiedToken | Finding {
    return this.#hasFunctions ? completed(token, this.#settings) : token;
  }
}

// Asks the application's functions, one after the other.
function completed(token: VerifiedToken, settings: OpenIdSettings): VerifiedToken | Finding {
  const { rolesClaim, scopesClaim, clientClaim, callerOf } = settings;
  const claims = deepFreeze(token.claims);
  const whole: Writable<VerifiedToken> = { ...token };
  if (typeof rolesClaim === "function") {
    const roles = rightsFrom("rolesClaim", rolesClaim, claims);
    if ("code" in roles) return roles;
    whole.roles = roles;
  }
  if (typeof scopesClaim === "function") {
    const scopes = rightsFrom("scopesClaim", scopesClaim, claims);
    if ("code" in scopes) return scopes;
    whole.scopes = scopes;
  }
  if (typeof clientClaim === "function") {
    const client = clientFrom(clientClaim, claims);
    if ("code" in client) return client;
    if (client.clientId !== undefined) whole.clientId = client.clientId;
    whole.caller = callerBySubject(own(claims, "sub"), client.clientId);
  }
  if (callerOf !== undefined) whole.caller = callerFrom(callerOf, claims);
  return whole;
}
