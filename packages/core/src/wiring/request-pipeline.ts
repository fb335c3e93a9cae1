import { readCredentials, type Credentials } from "../request/credentials.js";
import { lookUpClient } from "../evidence/clients/look-up-client.js";
import { decide } from "../decision/decide.js";
import {
  admittingAlternative,
  decideAlternatives,
  hasAlternatives,
} from "../decision/decide-alternatives.js";
import { decideAny } from "../decision/decide-any.js";
import { bind, refuse } from "../decision/refused.js";
import type { Access, Admit, Decision, Refuse, Unavailable } from "../decision/decision.js";
import type { Evidence } from "../evidence/evidence.js";
import { examinePolicyToken } from "../evidence/examine-policy-token.js";
import { ExaminedRequest } from "../evidence/examined-request.js";
import { gather, RequestEvidence, type Gatherers } from "../evidence/gather.js";
import { digestKey } from "../evidence/subscriptions/key-digest.js";
import { lookUpKey } from "../evidence/subscriptions/look-up-key.js";
import type { TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";
import { warnOfError } from "../lib/warn-of-error.js";
import { DecisionEvents } from "../operators/decision-events.js";
import { hintAtMissing } from "../operators/missing-hint.js";
import type { Telemetry } from "../operators/telemetry.js";
import type { Settings } from "../options/settings.js";
import { withConnection, type ConnectionPassed } from "../policies/connection/judge-connection.js";
import type { GuardedCounters } from "../policies/limits/guarded-counters.js";
import { hasOnlyLimits, NO_POLICIES, type PlacedPolicies } from "../policies/placed-policies.js";
import { PolicyStage } from "../policies/policy-stage.js";
import { tokensEndAt } from "../policies/token/tokens-end-at.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule, Requirement } from "../rules/rule.js";
import type { RuleBook } from "../rules/rule-book.js";
import type { ScopeRules } from "../rules/scope-rules.js";
import { RequestThrottle } from "./request-throttle.js";

/** The parts of an instance that decide its requests. */
export interface PipelineParts<P extends string> {
  readonly settings: Settings<P>;
  readonly rules: RuleBook<P>;
  readonly tokens: TokenValidator;
  readonly counters: GuardedCounters;
  /** Whether the application verifies tokens itself. */
  readonly trustsClaims: boolean;
  readonly telemetry: Telemetry | undefined;
  /** Version of the current catalog. */
  readonly catalogVersion: () => string;
  /** Identifies the instance in the views that it makes. */
  readonly slot: symbol;
}

/** The decision on a request as if no route guarded it. */
export interface DecisionOutside<P extends string> {
  readonly requirement: CompiledRule<P>;
  /** Undefined when the request is admitted. */
  readonly refused: Refuse | Unavailable | undefined;
}

/**
 * The steps of a request in their order: policies about the connection, `readCredentials`, the throttle, `gather`, `decide`,
 * the other policies. Only `answer` follows, in `wired-product-auth.ts`.
 */
export class RequestPipeline<P extends string> {
  readonly settings: Settings<P>;
  readonly stage: PolicyStage<P>;
  readonly throttle: RequestThrottle | undefined;
  readonly #rules: RuleBook<P>;
  readonly #tokens: TokenValidator;
  readonly #from: Gatherers;
  readonly #events: DecisionEvents;
  readonly #slot: symbol;
  /** Evidence for views that the instance did not make. */
  readonly #collected = new WeakMap<RequestView, RequestEvidence>();

  constructor({ settings, rules, tokens, counters, trustsClaims, slot, ...observed }: PipelineParts<P>) {
    const { store, peppers, storeTimeout, clients, sources, badCredentials } = settings;
    this.settings = settings;
    this.#rules = rules;
    this.#tokens = tokens;
    this.#slot = slot;
    this.#events = new DecisionEvents({ ...observed, onDecision: settings.onDecision });
    this.#from = {
      token: (text, now, view) => tokens.verify(text, now, view),
      key: (text) => lookUpKey(text, store, peppers, storeTimeout),
      ...(clients !== undefined && { client: (id: string) => lookUpClient(id, clients) }),
    };
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
  }

  authorize(view: RequestView, handle: Requirement<P>): Awaitable<Decision<P>> {
    const now = this.settings.clock();
    const requirement = this.#rules.atRequest(handle as CompiledRule<P>, view);
    if ("code" in requirement)
      return this.#conclude(refuse(this.settings, requirement), this.#rules.anyProduct, view, now);
    const scopeRules = handle === this.#rules.anyProduct ? this.#rules.scopeRules : undefined;
    const policies = requirement.chain?.connection;
    if (policies === undefined || policies.length === 0)
      return this.#admit(view, requirement, scopeRules, now);
    const { clock } = this.settings;
    return andThen(this.stage.judgeConnection(policies, view), (found) =>
      found.outcome === "passed"
        ? this.#admit(view, requirement, scopeRules, clock(), found)
        : this.#conclude(found, requirement, view, clock()),
    );
  }

  #admit(
    view: RequestView,
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    now: number,
    connection?: ConnectionPassed,
  ): Awaitable<Decision<P>> {
    const throttled = this.throttle?.judge(this.collectedFor(view, requirement), requirement, now);
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
        : this.#conclude(withFacts(refused, connection), requirement, view, clock()),
    );
  }

  #examine(
    view: RequestView,
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    now: number,
    connection: ConnectionPassed | undefined,
  ): Awaitable<Decision<P>> {
    const evidence = this.gather(view, requirement, now);
    if (!(evidence instanceof Promise))
      return this.#decide(requirement, scopeRules, evidence, view, now, connection);
    // Read the clock again after waiting: a credential may have expired in the meantime.
    return evidence.then((found) =>
      this.#decide(requirement, scopeRules, found, view, this.settings.clock(), connection),
    );
  }

  /**
   * Decides a request by the rule of `app.use(auth)`, without events; undefined where no credential is accepted at its path.
   * Other credentials than the route's may be accepted there, which are examined only now.
   */
  outside(view: RequestView): Awaitable<DecisionOutside<P> | undefined> {
    const requirement = this.#rules.atRequest(this.#rules.anyProduct, view);
    if ("code" in requirement) return undefined;
    const { clock } = this.settings;
    const outside = (refused: Refuse | Unavailable | undefined) => ({ requirement, refused });
    return andThen(this.stage.judgeConnection(requirement.chain?.connection ?? [], view), (found) => {
      if (found.outcome !== "passed") return outside(found);
      const collected = this.collectedFor(view, requirement);
      return andThen(this.throttle?.judge(collected, requirement, clock()), (throttled) => {
        if (throttled !== undefined) return outside(throttled);
        return andThen(this.gather(view, requirement, clock()), (evidence) => {
          const decision = this.judge(requirement, this.#rules.scopeRules, evidence, clock());
          return outside(decision.outcome === "admit" ? undefined : decision);
        });
      });
    });
  }

  gather(view: RequestView, requirement: CompiledRule<P>, now: number): Awaitable<Evidence> {
    return gather(this.collectedFor(view, requirement), requirement, this.#from, now);
  }

  collectedFor(view: RequestView, requirement: CompiledRule<P>): RequestEvidence {
    const { sources } = this.settings;
    const { key = sources.key, tokenPlace = sources.token } = requirement;
    const own = this.#ownView(view);
    const known = own === undefined ? this.#collected.get(view) : own.collected;
    if (known?.keyNames === key && known.tokenPlace === tokenPlace) return known;
    const credentials = readCredentials(view, sources, key, tokenPlace);
    const collected = new RequestEvidence(view, credentials, key, tokenPlace, known);
    if (own === undefined) this.#collected.set(view, collected);
    else own.collected = collected;
    return collected;
  }

  // A view of another instance carries evidence from that instance's issuers and store.
  #ownView(view: RequestView): ExaminedRequest | undefined {
    return view instanceof ExaminedRequest && view.owner === this.#slot ? view : undefined;
  }

  /** What the request carries, when a guard has read it. */
  #credentialsOf(view: RequestView): Credentials | undefined {
    const own = this.#ownView(view);
    return (own === undefined ? this.#collected.get(view) : own.collected)?.credentials;
  }

  #decide(
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    evidence: Evidence,
    view: RequestView,
    now: number,
    connection?: ConnectionPassed,
  ): Awaitable<Decision<P>> {
    const judged = this.judge(requirement, scopeRules, evidence, now);
    const decision = connection === undefined ? judged : withConnection<P>(judged, connection);
    if (requirement.chain === undefined || decision.outcome !== "admit")
      return this.#concludeJudged(decision, requirement, view, now);
    const policies = this.policiesFor(decision, requirement, evidence, now);
    const collected = this.collectedFor(view, requirement);
    // The closures are made elsewhere: this function's variables would move to the heap, for requests without policies too.
    const final = hasOnlyLimits(policies)
      ? this.stage.takeLimits(decision, policies, collected, now)
      : this.stage.judge(decision, policies, collected, this.#rejudging(requirement, scopeRules, evidence));
    return final instanceof Promise
      ? this.#concludeSettled(final, requirement, view, connection)
      : this.#concludeJudged(withFacts(final, connection), requirement, view, now);
  }

  #rejudging(
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    evidence: Evidence,
  ): () => Decision<P> {
    return () => this.judge(requirement, scopeRules, evidence, this.settings.clock());
  }

  #concludeSettled(
    decision: Promise<Decision<P>>,
    requirement: CompiledRule<P>,
    view: RequestView,
    connection: ConnectionPassed | undefined,
  ): Promise<Decision<P>> {
    return decision.then((settled) =>
      this.#concludeJudged(withFacts(settled, connection), requirement, view, this.settings.clock()),
    );
  }

  // The policies of the alternative that admitted apply, and those of its product.
  policiesFor(
    { access }: Admit<P>,
    requirement: CompiledRule<P>,
    evidence: Evidence,
    now: number,
  ): PlacedPolicies {
    const { chain } = requirement;
    if (chain === undefined) return NO_POLICIES;
    if (!hasAlternatives(requirement)) return chain.for(access.product);
    const admitting = admittingAlternative(this.settings, requirement, evidence, now);
    return chain.withRule(admitting?.chain?.rule ?? NO_POLICIES).for(access.product);
  }

  judge(
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    evidence: Evidence,
    now: number,
  ): Decision<P> {
    if (scopeRules !== undefined) return decideAny(this.settings, requirement, scopeRules, evidence, now);
    return hasAlternatives(requirement)
      ? decideAlternatives(this.settings, requirement, evidence, now)
      : decide(this.settings, requirement, evidence, now);
  }

  // Before a token is read for the rule: its issuers keep only the audiences that products or policies accept.
  acceptTokensOf({ chain, alternatives = [] }: CompiledRule<P>): void {
    for (const one of [chain, ...alternatives.map((alternative) => alternative.chain)])
      for (const policy of one?.rule.tokens ?? []) this.#tokens.forPolicy(policy);
  }

  /** When the first token of a policy ends, for an open connection: milliseconds since 1970, or Infinity. */
  policyTokensEndAt(view: RequestView, handle: CompiledRule<P>, access: Access<P>): number {
    const requirement = this.#rules.atRequest(handle, view);
    if ("code" in requirement || requirement.chain === undefined) return Infinity;
    const { clock, sources } = this.settings;
    const now = clock();
    const evidence = this.gather(view, requirement, now);
    if (evidence instanceof Promise) return now;
    const admitted: Admit<P> = { outcome: "admit", access, headers: {} };
    const { tokens } = this.policiesFor(admitted, requirement, evidence, now);
    const collected = this.collectedFor(view, requirement);
    return tokensEndAt(tokens, view.method, (policy) =>
      examinePolicyToken(collected, policy.tokenPlace, this.#tokens.forPolicy(policy), sources, now),
    );
  }

  /** Like `#conclude`, for a decision about credentials: a bad one is counted. */
  #concludeJudged(
    decision: Decision<P>,
    requirement: CompiledRule<P>,
    view: RequestView,
    now: number,
  ): Decision<P> {
    if (decision.outcome !== "admit")
      this.throttle?.count(decision, this.collectedFor(view, requirement), now);
    return this.#conclude(decision, requirement, view, now);
  }

  /** Attaches rule and request to the decision, and publishes its event. */
  #conclude<D extends Decision<P>>(
    decision: D,
    requirement: CompiledRule<P>,
    view: RequestView,
    now: number,
  ): D {
    if (decision.outcome !== "admit") bind(decision, requirement, view);
    if (!this.#events.isObserved) return decision;
    if (decision.outcome !== "admit") hintAtMissing(decision, view, requirement, this.settings.sources);
    this.#events.emit(decision, requirement, view, now, this.#credentialsOf(view));
    return decision;
  }

  /** Attaches rule and request to a decision that `authorize` did not make, and publishes its event. */
  concludeLater<D extends Decision<P>>(decision: D, handle: CompiledRule<P>, view: RequestView): D {
    const requirement = this.#rules.atRequest(handle, view);
    const now = this.settings.clock();
    return this.#conclude(decision, "code" in requirement ? this.#rules.anyProduct : requirement, view, now);
  }

  /** The digests of the key that a request carries; none without one. */
  digestsOf(view: RequestView, handle: CompiledRule<P>): readonly string[] {
    const requirement = this.#rules.atRequest(handle, view);
    if ("code" in requirement || !requirement.accepts.key) return [];
    const { key } = this.collectedFor(view, requirement).credentials;
    return key.kind === "present" ? this.settings.peppers.map((pepper) => digestKey(key.value, pepper)) : [];
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
