import type { Admit, Decision, Refuse, Unavailable } from "../decision/decision.js";
import type { TokenEvidence } from "../evidence/evidence.js";
import type { RequestEvidence } from "../evidence/gather.js";
import type { Awaitable } from "../lib/awaitable.js";
import type { RequestView } from "../request/request-view.js";
import type { ConnectionPolicy } from "./connection/connection-policy.js";
import type { ConnectionPassed } from "./connection/judge-connection.js";
import type { PolicyQuery } from "./judge-policies.js";
import type { LimitPolicy } from "./limits/limit-policy.js";
import type { RequestLimits } from "./limits/request-limits.js";
import type { TokenPolicy } from "./token/token-policy.js";

/** What the policies of one instance are judged with. */
export interface PolicyJudges {
  readonly clock: () => number;
  /** The evidence about the token that a policy asks for. */
  readonly examine: (
    collected: RequestEvidence,
    policy: TokenPolicy,
    now: number,
  ) => Awaitable<TokenEvidence>;
  /** Refuses a request before its tokens for policies are verified; undefined where no network is throttled. */
  readonly throttle:
    | ((
        collected: RequestEvidence,
        policies: readonly TokenPolicy[],
        now: number,
      ) => Awaitable<Refuse | undefined>)
    | undefined;
  readonly limits: RequestLimits;
  readonly judgeConnection: (
    policies: readonly ConnectionPolicy[],
    view: RequestView,
    now: number,
  ) => Awaitable<Refuse | Unavailable | ConnectionPassed>;
}

/** The credential of an admitted request. */
export interface JudgedCredential<P extends string> {
  /** Judges it again at another time. */
  judgeAgain(now: number): Decision<P>;
}

/** What the policies of one request are judged with. A class: its functions are made once, not for each request. */
export class RequestPolicies<P extends string> implements PolicyQuery<P> {
  readonly now: number;
  readonly #judges: PolicyJudges;
  readonly #collected: RequestEvidence;
  readonly #credential: JudgedCredential<P>;

  constructor(
    judges: PolicyJudges,
    collected: RequestEvidence,
    credential: JudgedCredential<P>,
    now: number,
  ) {
    this.now = now;
    this.#judges = judges;
    this.#collected = collected;
    this.#credential = credential;
  }

  get view(): RequestView {
    return this.#collected.view;
  }

  clock(): number {
    return this.#judges.clock();
  }

  rejudge(): Decision<P> {
    return this.#credential.judgeAgain(this.clock());
  }

  throttle(policies: readonly TokenPolicy[], now: number): Awaitable<Refuse | undefined> {
    return this.#judges.throttle?.(this.#collected, policies, now);
  }

  examine(policy: TokenPolicy, now: number): Awaitable<TokenEvidence> {
    return this.#judges.examine(this.#collected, policy, now);
  }

  takeLimits(admitted: Admit<P>, limits: readonly LimitPolicy[], now: number): Awaitable<Decision<P>> {
    return this.#judges.limits.take(admitted, limits, this.#collected, now);
  }

  judgeConnection(policies: readonly ConnectionPolicy[]): Awaitable<Refuse | Unavailable | ConnectionPassed> {
    return this.#judges.judgeConnection(policies, this.view, this.now);
  }
}
