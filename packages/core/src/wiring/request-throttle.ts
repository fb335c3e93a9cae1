import type { Refuse, Unavailable } from "../decision/decision.js";
import { recallPolicyToken } from "../evidence/examine-policy-token.js";
import type { RequestEvidence } from "../evidence/gather.js";
import { recallCredentials, type Recallers } from "../evidence/recall-credentials.js";
import { recallKey } from "../evidence/subscriptions/recall-key.js";
import type { TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import type { Awaitable } from "../lib/awaitable.js";
import type { Settings } from "../options/settings.js";
import { networkOf } from "../policies/connection/network-of.js";
import type { GuardedCounters } from "../policies/limits/guarded-counters.js";
import type { BadCredentialLimit } from "../policies/throttle/bad-credential-counter.js";
import { BadCredentialThrottle } from "../policies/throttle/bad-credential-throttle.js";
import { appliesTo, type TokenPolicy } from "../policies/token/token-policy.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";

/** The parts of an instance that its throttle uses. */
interface ThrottledParts {
  readonly counters: GuardedCounters;
  /** The caller's address; undefined when it is unknown. */
  readonly addressOf: (view: RequestView) => string | undefined;
  /** Undefined where the application verifies tokens: then only keys are throttled. */
  readonly tokens: TokenValidator | undefined;
}

/** Connects the throttle for bad credentials with what one instance knows about tokens and keys. */
export class RequestThrottle {
  readonly #throttle: BadCredentialThrottle;
  readonly #tokens: TokenValidator | undefined;
  readonly #sources: Settings["sources"];
  readonly #from: Recallers;

  constructor(
    limit: BadCredentialLimit,
    { counters: { onStoreFailure }, ipv6Prefix, store, peppers, sources }: Settings,
    { counters, addressOf, tokens }: ThrottledParts,
  ) {
    this.#throttle = new BadCredentialThrottle({
      limit,
      counters,
      onStoreFailure,
      addressOf,
      networkOf: (address) => networkOf(address, ipv6Prefix),
      tokens: tokens !== undefined,
    });
    this.#tokens = tokens;
    this.#sources = sources;
    this.#from = {
      token: tokens && ((text, now) => tokens.recall(text, now)),
      key: (text) => recallKey(text, store, peppers),
    };
  }

  /** Before credentials are examined: the refusal, or undefined when the request may pass. */
  judge(collected: RequestEvidence, requirement: CompiledRule, now: number): Awaitable<Refuse | undefined> {
    return recallCredentials(collected, requirement, this.#from, now)
      ? undefined
      : this.#throttle.judge(collected, now);
  }

  /** The same before the tokens of policies are examined. */
  judgePolicies(
    collected: RequestEvidence,
    policies: readonly TokenPolicy[],
    now: number,
  ): Awaitable<Refuse | undefined> {
    const tokens = this.#tokens;
    if (tokens === undefined) return undefined;
    for (const policy of policies) {
      if (!appliesTo(policy, collected.view.method)) continue;
      const verifier = tokens.forPolicy(policy);
      if (!recallPolicyToken(collected, policy.tokenPlace, verifier, this.#sources, now))
        return this.#throttle.judge(collected, now);
    }
    return undefined;
  }

  /** Counts a refused credential. Nothing waits for it. */
  count(decision: Refuse | Unavailable, collected: RequestEvidence, now: number): void {
    this.#throttle.count(decision, collected, now);
  }
}
