import type { IncomingMessage } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { ConfigurationError, type Problem } from "../../lib/errors.js";
import { bad, type BadCredential, type TokenEvidence } from "../evidence.js";
import type { Finding } from "../../refusals/refusals.js";
import { NodeRequestView, type RequestView } from "../../request/request-view.js";
import { sanitize } from "../../lib/sanitize.js";
import { profileOf } from "./issuers/entra-claims.js";
import { CompactJwsReader, type CompactJws } from "./jws/compact-jws.js";
import { deepFreeze } from "../../lib/deep-freeze.js";
import { EntraIssuer } from "./issuers/entra-issuer.js";
import type { PolicyTokens } from "./issuers/policy-issuer.js";
import type { PolicyVerifier } from "./policy-verifiers.js";
import type { TokenValidator, TokenHealth, TokenSettings } from "./signed-token-validator.js";
import { own, type JsonObject } from "../../lib/json-object.js";

/** Returns the claims of a request's token, as the application has verified them. */
export type ClaimsOf = (req: IncomingMessage) => unknown;

/**
 * Validates tokens for an application that verifies signatures itself. Makes every check except those of key and
 * signature; instead, the application must have verified the same claims. For Entra's tokens only; fetches and caches
 * nothing.
 */
export class TrustedClaimsValidator implements TokenValidator {
  readonly #issuer: EntraIssuer;
  readonly #names: readonly string[];
  readonly #claimsOf: ClaimsOf;
  readonly #reader = new CompactJwsReader();
  readonly #policies: PolicyVerifier = {
    verify: (text, _now, view) => this.#verifyForPolicy(text, view),
    recallText: nothingKnown,
    recall: (token) => token,
  };
  #known = new WeakSet<PolicyTokens>();

  /** Throws `ConfigurationError` when the tenants are not configured by GUID, so that a fetch would be needed. */
  constructor(settings: TokenSettings, claimsOf: ClaimsOf) {
    const { entra } = settings.issuers;
    if (entra?.tenants === undefined) throw new ConfigurationError([NO_TENANT]);
    const noFetch = { fetch: settings.fetch, timeout: 0, maxBytes: 0, signal: AbortSignal.abort() }; // keys are never requested
    this.#issuer = new EntraIssuer(entra, settings.keyTimes, noFetch, settings.clock);
    this.#names = settings.issuers.names;
    this.#claimsOf = claimsOf;
  }

  verify(text: string, _now: number, view: RequestView): TokenEvidence {
    const found = this.#verifyForPolicy(text, view);
    if (found.kind !== "good") return found;
    const seen = this.#issuer.forProducts(found.token);
    return "code" in seen ? badEntraToken(seen) : found;
  }

  // Nothing is remembered: the application has verified the signature before.
  recall(): undefined {}

  #verifyForPolicy(text: string, view: RequestView): TokenEvidence {
    const jws = this.#reader.read(text);
    return "code" in jws ? badEntraToken(jws) : this.#check(jws, view);
  }

  #check({ header, payload }: CompactJws, view: RequestView): TokenEvidence {
    const source = this.#issuer.checkHeader(header) ?? this.#issuer.sourceFor(payload);
    if ("code" in source) return badEntraToken(source);
    const flaw = this.#checkIssuer(payload) ?? this.#issuer.checkAudience(payload);
    if (flaw !== undefined) return badEntraToken(flaw);
    const token = this.#issuer.read(payload);
    if ("code" in token) return badEntraToken(token);
    // Require equal claim sets: with a subset check, an attacker who sends one token to us and another one to the verifier
    // could drop `scp` or `cnf`.
    const verified = view instanceof NodeRequestView ? this.#claimsOf(view.message) : undefined;
    if (isDeepStrictEqual(verified, payload)) return { kind: "good", token: deepFreeze(token) };
    return badEntraToken({
      code: "token_signature",
      expected: "the application to have verified these claims",
    });
  }

  // Only the metadata knows the issuer of version 1, so its tenant is compared instead.
  #checkIssuer(payload: JsonObject): Finding | undefined {
    const issuer = own(payload, "iss");
    if (profileOf(payload) === "entra-v1" || this.#names.includes(issuer as string))
      return this.#issuer.checkTenantOfIssuer(payload);
    return {
      code: "token_issuer",
      expected: "iss of a tenant named in the options",
      actual: sanitize(issuer),
    };
  }

  // Start-up refuses policies with another issuer, so this one issuer is every policy's.
  forPolicy(policy: PolicyTokens): PolicyVerifier {
    if (!this.#known.has(policy)) this.#add(policy);
    return this.#policies;
  }

  replaceCatalog(policies: readonly PolicyTokens[], fill: () => void): void {
    fill();
    this.#known = new WeakSet();
    for (const known of Object.values(this.#issuer.policyAudiences)) known.clear();
    for (const policy of policies) this.#add(policy);
  }

  #add(policy: PolicyTokens): void {
    this.#known.add(policy);
    for (const [profile, audiences] of Object.entries(policy.audiences)) {
      for (const audience of audiences)
        this.#issuer.policyAudiences[profile as keyof PolicyTokens["audiences"]].add(audience);
    }
  }

  load(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  health(): TokenHealth {
    return { issuers: [], rememberedTokens: 0 };
  }

  close(): void {}
}

const nothingKnown = (): undefined => undefined;

const NO_TENANT: Problem = {
  path: "tenantId",
  message: "names no tenant by GUID, so it is unknown whose claims to trust",
  fix: "write the tenant's GUID, such as aaaabbbb-0000-cccc-1111-dddd2222eeee",
};

const badEntraToken = (finding: Finding): BadCredential => bad(finding, "entra");
