import type { Refuse, Unavailable } from "../../decision/decision.js";
import { refuseByPolicy, unavailable } from "../../decision/refused.js";
import type { TokenEvidence, VerifiedToken } from "../../evidence/evidence.js";
import type { Awaitable } from "../../lib/awaitable.js";
import type { RequestView } from "../../request/request-view.js";
import { isAuthorization } from "../../request/token-place.js";
import { judgePolicy } from "./judge-policy.js";
import { appliesTo, type TokenPolicy } from "./token-policy.js";

/** What judging a chain takes besides its policies. */
export interface ChainQuery {
  readonly view: RequestView;
  /** Finds the evidence about the token at the policy's place. */
  readonly examine: (policy: TokenPolicy, now: number) => Awaitable<TokenEvidence>;
  /** Milliseconds since 1970; read again after each wait. */
  readonly clock: () => number;
  /** For operators: called with each policy that applies, and with its refusal. */
  readonly observe?: (
    policy: TokenPolicy,
    found: TokenEvidence,
    refusal: Refuse | Unavailable | undefined,
  ) => void;
}

/** All policies hold. */
export interface ChainPassed {
  /** The tokens of named policies; undefined without one. */
  readonly tokens: Readonly<Record<string, VerifiedToken>> | undefined;
  /** Whether a token stood outside of `Authorization`, which shared caches do not know. */
  readonly isElsewhere: boolean;
}

/**
 * Judges policies in order. The first failure ends the chain. Keys that are unavailable are reported only when no later
 * policy refuses. Synchronous when no evidence must be awaited.
 */
export function judgeChain(
  policies: readonly TokenPolicy[],
  query: ChainQuery,
): Awaitable<Refuse | Unavailable | ChainPassed> {
  return new ChainJudgement(policies, query).from(0, query.clock());
}

const PASSED: ChainPassed = Object.freeze({ tokens: undefined, isElsewhere: false });
const PASSED_ELSEWHERE: ChainPassed = Object.freeze({ tokens: undefined, isElsewhere: true });

class ChainJudgement {
  readonly #policies: readonly TokenPolicy[];
  readonly #query: ChainQuery;
  #tokens: Record<string, VerifiedToken> | undefined;
  #isElsewhere = false;
  #unavailable: Unavailable | undefined;

  constructor(policies: readonly TokenPolicy[], query: ChainQuery) {
    this.#policies = policies;
    this.#query = query;
  }

  from(start: number, now: number): Awaitable<Refuse | Unavailable | ChainPassed> {
    for (let i = start; i < this.#policies.length; i++) {
      const policy = this.#policies[i]!;
      if (!appliesTo(policy, this.#query.view.method)) continue;
      const found = this.#query.examine(policy, now);
      if (found instanceof Promise) return this.#later(policy, found, i);
      const refusal = this.#judge(policy, found, now);
      if (refusal !== undefined) return refusal;
    }
    if (this.#unavailable !== undefined) return this.#unavailable;
    if (this.#tokens === undefined) return this.#isElsewhere ? PASSED_ELSEWHERE : PASSED;
    return { tokens: Object.freeze(this.#tokens), isElsewhere: this.#isElsewhere };
  }

  async #later(
    policy: TokenPolicy,
    found: Promise<TokenEvidence>,
    i: number,
  ): Promise<Refuse | Unavailable | ChainPassed> {
    const settled = await found;
    const now = this.#query.clock();
    return this.#judge(policy, settled, now) ?? this.from(i + 1, now);
  }

  #judge(policy: TokenPolicy, found: TokenEvidence, now: number): Refuse | undefined {
    const refusal = this.#refusalBy(policy, found, now);
    if (found.kind === "unavailable") {
      this.#unavailable ??= unavailable({ ...found, policy: policy.place });
      this.#query.observe?.(policy, found, this.#unavailable);
    } else this.#query.observe?.(policy, found, refusal);
    return refusal;
  }

  #refusalBy(policy: TokenPolicy, found: TokenEvidence, now: number): Refuse | undefined {
    if (found.kind === "absent") return refuseByPolicy(policy, { code: "token_missing" });
    if (found.kind === "bad") return refuseByPolicy(policy, found);
    if (found.kind === "unavailable") return undefined;
    const flaw = judgePolicy(policy, found.token, now);
    if (flaw !== undefined) return refuseByPolicy(policy, flaw);
    this.#isElsewhere ||= !isAuthorization(policy.tokenPlace);
    const { name } = policy.place;
    // Without a prototype: a name such as `constructor` has no other value.
    if (name !== undefined)
      (this.#tokens ??= Object.create(null) as Record<string, VerifiedToken>)[name] = found.token;
    return undefined;
  }
}
