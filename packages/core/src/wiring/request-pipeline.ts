import type { Decision, Refuse, Unavailable } from "../decision/decision.js";
import { refuse } from "../decision/refused.js";
import type { Evidence } from "../evidence/evidence.js";
import { examinePolicyToken } from "../evidence/examine-policy-token.js";
import type { TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";
import { warnOfError } from "../lib/warn-of-error.js";
import type { Settings } from "../options/settings.js";
import { withConnection, type ConnectionPassed } from "../policies/connection/judge-connection.js";
import type { GuardedCounters } from "../policies/limits/guarded-counters.js";
import { hasOnlyLimits } from "../policies/placed-policies.js";
import { PolicyStage } from "../policies/policy-stage.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule, Requirement } from "../rules/rule.js";
import type { RuleBook } from "../rules/rule-book.js";
import type { ScopeRules } from "../rules/scope-rules.js";
import { CollectedEvidence } from "./collected-evidence.js";
import { ConcludedDecisions, type Observed } from "./concluded-decisions.js";
import { decideByRule, policiesOf } from "./decide-by-rule.js";
import { ExaminedCredential } from "./examined-credential.js";
import { RequestThrottle } from "./request-throttle.js";

/** The parts of an instance that decide its requests. */
export interface PipelineParts<P extends string> {
  readonly settings: Settings<P>;
  readonly rules: RuleBook<P>;
  readonly tokens: TokenValidator;
  readonly counters: GuardedCounters;
  /** Whether the application verifies tokens itself. */
  readonly trustsClaims: boolean;
  readonly observed: Observed;
  /** Identifies the instance in the views that it makes. */
  readonly slot: symbol;
}

/**
 * The steps of a request in their order: policies about the connection, `readCredentials`, the throttle, `gather`, `decide`,
 * the other policies. Only `answer` follows, in `wired-product-auth.ts`.
 */
export class RequestPipeline<P extends string> {
  readonly settings: Settings<P>;
  readonly stage: PolicyStage<P>;
  readonly throttle: RequestThrottle | undefined;
  readonly collected: CollectedEvidence;
  readonly concluded: ConcludedDecisions<P>;
  readonly #rules: RuleBook<P>;
  readonly #tokens: TokenValidator;

  constructor({ settings, rules, tokens, counters, trustsClaims, slot, observed }: PipelineParts<P>) {
    const { sources, badCredentials } = settings;
    this.settings = settings;
    this.#rules = rules;
    this.#tokens = tokens;
    this.collected = new CollectedEvidence(settings, tokens, slot);
    this.stage = new PolicyStage({
      ...settings,
      counters,
      examine: (collected, policy, now) =>
        examinePolicyToken(collected, policy.tokenPlace, tokens.forPolicy(policy), sources, now),
      throttle: badCredentials && ((...asked) => this.throttle?.judgePolicies(...asked)),
      warn: (warning, name) => process.emitWarning(warning, name),
      warnOfError,
    });
    this.throttle =
      badCredentials &&
      new RequestThrottle(badCredentials, settings, {
        counters,
        addressOf: (view) => this.stage.addressOf(view),
        tokens: trustsClaims ? undefined : tokens,
      });
    this.concluded = new ConcludedDecisions(settings, observed, this.collected, this.throttle);
  }

  authorize(view: RequestView, handle: Requirement<P>): Awaitable<Decision<P>> {
    const now = this.settings.clock();
    const requirement = this.#rules.atRequest(handle as CompiledRule<P>, view);
    if ("code" in requirement)
      return this.concluded.conclude(refuse(this.settings, requirement), this.#rules.anyProduct, view, now);
    const scopeRules = handle === this.#rules.anyProduct ? this.#rules.scopeRules : undefined;
    const policies = requirement.chain?.connection;
    if (policies === undefined || policies.length === 0)
      return this.#admit(view, requirement, scopeRules, now, undefined);
    const found = this.stage.judgeConnection(policies, view, now);
    return found instanceof Promise
      ? this.#connectLater(found, view, requirement, scopeRules)
      : this.#connect(found, view, requirement, scopeRules, now);
  }

  // Apart from its caller, so that only a request that waits makes a closure.
  #connectLater(
    found: Promise<Refuse | Unavailable | ConnectionPassed>,
    view: RequestView,
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
  ): Promise<Decision<P>> {
    return found.then((settled) =>
      this.#connect(settled, view, requirement, scopeRules, this.settings.clock()),
    );
  }

  #connect(
    found: Refuse | Unavailable | ConnectionPassed,
    view: RequestView,
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    now: number,
  ): Awaitable<Decision<P>> {
    return found.outcome === "passed"
      ? this.#admit(view, requirement, scopeRules, now, found)
      : this.concluded.conclude(found, requirement, view, now);
  }

  #admit(
    view: RequestView,
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    now: number,
    connection: ConnectionPassed | undefined,
  ): Awaitable<Decision<P>> {
    const throttled = this.throttle?.judge(this.collected.of(view, requirement), requirement, now);
    return throttled === undefined
      ? this.#examine(view, requirement, scopeRules, now, connection)
      : this.#admitThrottled(throttled, view, requirement, scopeRules, connection);
  }

  // Apart from its caller: a request that is not throttled makes no closure.
  #admitThrottled(
    throttled: Awaitable<Refuse | undefined>,
    view: RequestView,
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    connection: ConnectionPassed | undefined,
  ): Awaitable<Decision<P>> {
    const { clock } = this.settings;
    return andThen(throttled, (refused) =>
      refused === undefined
        ? this.#examine(view, requirement, scopeRules, clock(), connection)
        : this.concluded.conclude(withFacts(refused, connection), requirement, view, clock()),
    );
  }

  #examine(
    view: RequestView,
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    now: number,
    connection: ConnectionPassed | undefined,
  ): Awaitable<Decision<P>> {
    const evidence = this.collected.gather(view, requirement, now);
    return evidence instanceof Promise
      ? this.#decideLater(requirement, scopeRules, evidence, view, connection)
      : this.#decide(requirement, scopeRules, evidence, view, now, connection);
  }

  // Apart from its caller, so that only a request that waits makes a closure. Reads the clock again: a credential may have
  // expired in the meantime.
  #decideLater(
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    evidence: Promise<Evidence>,
    view: RequestView,
    connection: ConnectionPassed | undefined,
  ): Promise<Decision<P>> {
    return evidence.then((found) =>
      this.#decide(requirement, scopeRules, found, view, this.settings.clock(), connection),
    );
  }

  #decide(
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    evidence: Evidence,
    view: RequestView,
    now: number,
    connection: ConnectionPassed | undefined,
  ): Awaitable<Decision<P>> {
    const judged = decideByRule(this.settings, requirement, scopeRules, evidence, now);
    const decision = connection === undefined ? judged : withConnection<P>(judged, connection);
    if (requirement.chain === undefined || decision.outcome !== "admit")
      return this.concluded.concludeJudged(decision, requirement, view, now);
    const policies = policiesOf(this.settings, decision, requirement, evidence, now);
    const collected = this.collected.of(view, requirement);
    const final = hasOnlyLimits(policies)
      ? this.stage.takeLimits(decision, policies, collected, now)
      : this.stage.judge(
          decision,
          policies,
          collected,
          new ExaminedCredential(this.settings, requirement, scopeRules, evidence),
          now,
        );
    return final instanceof Promise
      ? this.#concludeSettled(final, requirement, view, connection)
      : this.concluded.concludeJudged(withFacts(final, connection), requirement, view, now);
  }

  #concludeSettled(
    decision: Promise<Decision<P>>,
    requirement: CompiledRule<P>,
    view: RequestView,
    connection: ConnectionPassed | undefined,
  ): Promise<Decision<P>> {
    return decision.then((settled) =>
      this.concluded.concludeJudged(withFacts(settled, connection), requirement, view, this.settings.clock()),
    );
  }

  // Before a token is read for the rule: its issuers keep only the audiences that products or policies accept.
  acceptTokensOf({ chain, alternatives = [] }: CompiledRule<P>): void {
    for (const one of [chain, ...alternatives.map((alternative) => alternative.chain)])
      for (const policy of one?.rule.tokens ?? []) this.#tokens.forPolicy(policy);
  }
}

// A refusal reports what the policies about the connection found, too.
const withFacts = <P extends string>(
  decision: Decision<P>,
  connection: ConnectionPassed | undefined,
): Decision<P> =>
  connection === undefined || decision.outcome === "admit"
    ? decision
    : withConnection<P>(decision, connection);
