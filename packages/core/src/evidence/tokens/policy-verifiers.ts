import { isDeepStrictEqual } from "node:util";
import type { Awaitable } from "../../lib/awaitable.js";
import type { RequestView } from "../../request/request-view.js";
import type { TokenEvidence, VerifiedToken } from "../evidence.js";
import { GenuineToken } from "./genuine-token.js";
import type { PolicyIssuer, PolicyTokens } from "./issuers/policy-issuer.js";
import type { TrustedIssuer } from "./issuers/trusted-issuer.js";
import type { TokenVerifier } from "./token-verifier.js";

/** Verifies tokens for the policies that accept the same issuers. */
export interface PolicyVerifier {
  /** The token with all of its audiences. */
  verify(text: string, now: number, view: RequestView): Awaitable<TokenEvidence>;
  /** What `verify` returns for a token that is known to be good; undefined for any other. Checks no signature. */
  recallText(text: string, now: number): Awaitable<TokenEvidence> | undefined;
  /** The same for a token that has been verified in this request; undefined when another issuer vouched for it. */
  recall(token: VerifiedToken, now: number): VerifiedToken | undefined;
}

/** Makes what the verifiers of policies consist of. */
export interface PolicyVerifierParts {
  readonly entra: TrustedIssuer | undefined;
  readonly openId: readonly TrustedIssuer[];
  issuerOf(own: OwnIssuer): TrustedIssuer;
  /** Clears the cache: tokens in it were read without an audience that policies accept now. */
  forget(): void;
  /** `tag`: "" when all issuers are those of the options. */
  verifierOf(issuers: readonly TrustedIssuer[], tag: string): TokenVerifier;
}

interface MadeIssuer {
  readonly given: unknown;
  readonly issuer: TrustedIssuer;
}

type OwnIssuer = Extract<PolicyIssuer, { given: unknown }>;

/** The verifiers of one instance's token policies. Policies with the same issuers share one; equal issuers are one. */
export class PolicyVerifiers {
  readonly #parts: PolicyVerifierParts;
  #own: MadeIssuer[] = [];
  /** Issuers of the last catalog, whose keys the next one keeps. */
  #earlier: readonly MadeIssuer[] = [];
  #made: { readonly issuers: readonly TrustedIssuer[]; readonly verifier: PolicyVerifier }[] = [];
  // Weak: `explain` compiles a rule for one request.
  #byPolicy = new WeakMap<PolicyTokens, PolicyVerifier>();

  constructor(parts: PolicyVerifierParts) {
    this.#parts = parts;
  }

  /** The issuers that policies describe themselves. */
  get issuers(): readonly TrustedIssuer[] {
    return this.#own.map(({ issuer }) => issuer);
  }

  /** Replaces all policies, without forgetting a token. Issuers that stay keep their keys. */
  replace(policies: readonly PolicyTokens[]): void {
    const { entra, openId } = this.#parts;
    for (const { policyAudiences } of [...openId, ...(entra === undefined ? [] : [entra])])
      for (const known of Object.values(policyAudiences)) known.clear();
    this.#earlier = this.#own;
    this.#own = [];
    this.#made = [];
    this.#byPolicy = new WeakMap();
    for (const policy of policies) this.#add(policy);
    this.#earlier = [];
  }

  /** The verifier of a policy. Call it before a token is read for a rule with this policy. */
  of(policy: PolicyTokens): PolicyVerifier {
    const known = this.#byPolicy.get(policy);
    if (known !== undefined) return known;
    const { verifier, isNew } = this.#add(policy);
    if (isNew) this.#parts.forget();
    return verifier;
  }

  #add(policy: PolicyTokens): { readonly verifier: PolicyVerifier; readonly isNew: boolean } {
    const issuers = [...new Set(policy.issuers.map((issuer) => this.#issuerOf(issuer)))];
    let isNew = false;
    for (const issuer of issuers) isNew = addAudiences(issuer, policy) || isNew;
    const same = this.#made.find(
      (one) =>
        one.issuers.length === issuers.length && one.issuers.every((issuer, i) => issuer === issuers[i]),
    );
    const verifier = same?.verifier ?? this.#make(issuers);
    this.#byPolicy.set(policy, verifier);
    return { verifier, isNew };
  }

  #make(issuers: readonly TrustedIssuer[]): PolicyVerifier {
    const hasOwn = issuers.some((issuer) => this.#own.some((own) => own.issuer === issuer));
    const tokens = this.#parts.verifierOf(issuers, hasOwn ? `~${this.#made.length}` : "");
    const verifier: PolicyVerifier = {
      verify: (text, now) => tokens.verifyForPolicy(text, now),
      recallText: (text, now) => tokens.recallForPolicy(text, now),
      recall: (token, now) => {
        const voucher = GenuineToken.voucherOf(token);
        return voucher !== undefined && tokens.trusts(voucher, now) ? voucher.token : undefined;
      },
    };
    this.#made.push({ issuers, verifier });
    return verifier;
  }

  #issuerOf(issuer: PolicyIssuer): TrustedIssuer {
    // The options are checked before: a policy names no issuer that they do not have.
    if (issuer.kind === "entra") return this.#parts.entra!;
    if (issuer.kind === "option") return this.#parts.openId[issuer.index]!;
    const known = this.#own.find(({ given }) => isDeepStrictEqual(given, issuer.given));
    if (known !== undefined) return known.issuer;
    const earlier = this.#earlier.find(({ given }) => isDeepStrictEqual(given, issuer.given));
    if (earlier !== undefined)
      for (const audiences of Object.values(earlier.issuer.policyAudiences)) audiences.clear();
    const own = earlier ?? { given: issuer.given, issuer: this.#parts.issuerOf(issuer) };
    this.#own.push(own);
    return own.issuer;
  }
}

/** Lets an issuer vouch for the audiences of a policy; returns whether one is new to it. */
function addAudiences({ policyAudiences }: TrustedIssuer, policy: PolicyTokens): boolean {
  let isNew = false;
  for (const profile of ["entra-v1", "entra-v2", "openid"] as const)
    for (const audience of policy.audiences[profile]) {
      isNew ||= !policyAudiences[profile].has(audience);
      policyAudiences[profile].add(audience);
    }
  return isNew;
}
