import type { IncomingMessage } from "node:http";
import { GuardedCounters } from "./policies/limits/guarded-counters.js";
import { callerLimits, type CallerLimits } from "./operators/caller-limits.js";
import { emitCountersEvent } from "./operators/counters-events.js";
import { restartedLimits } from "./policies/limits/restarted-limits.js";
import { answer, AnswerCache, type Answer, type AnswerSettings } from "./answer/answer.js";
import { emitCatalogEvent } from "./operators/catalog-events.js";
import { readCredentials, ABSENT } from "./request/credentials.js";
import { lookUpClient } from "./evidence/clients/look-up-client.js";
import { decide } from "./decision/decide.js";
import { admittingAlternative, decideAlternatives, hasAlternatives } from "./decision/decide-alternatives.js";
import { decideAny } from "./decision/decide-any.js";
import { bind, madeFor, refuse, type MadeFor } from "./decision/refused.js";
import { tokensEndAt } from "./policies/token/tokens-end-at.js";
import type { Access, Admit, Decision, Refuse, Unavailable } from "./decision/decision.js";
import { DecisionEvents } from "./operators/events.js";
import type { Evidence } from "./evidence/evidence.js";
import { ExaminedRequest } from "./evidence/examined-request.js";
import { explain, type Explanation } from "./operators/explain.js";
import { explainPolicies, type JudgedCustomPolicy, type JudgedPolicy } from "./operators/explain-policies.js";
import { explainConnection, withConnectionChecks } from "./operators/explain-connection.js";
import { examinePolicyToken } from "./evidence/examine-policy-token.js";
import {
  withConnection,
  type ConnectionPassed,
  type JudgedConnection,
} from "./policies/connection/judge-connection.js";
import { NO_POLICIES, type PlacedPolicies } from "./policies/placed-policies.js";
import { PolicyStage } from "./policies/policy-stage.js";
import { explainThrottled, withThrottleCheck } from "./operators/explain-throttle.js";
import { explainAlternatives } from "./operators/explain-alternatives.js";
import { gather, RequestEvidence, type Gatherers } from "./evidence/gather.js";
import { healthOf, type Health } from "./operators/health.js";
import { hintAtMissing } from "./operators/missing-hint.js";
import { throwUnlessLoaded, warnOfCounters, warnOfLocalIssuers } from "./operators/readiness.js";
import type { CatalogOptions, ProductAuthOptions } from "./options/options.js";
import {
  metadataUrlOf,
  protectedResourceMetadata,
  type PublishedMetadata,
} from "./answer/protected-resource.js";
import { REFUSALS } from "./refusals/refusals.js";
import type { RequestView } from "./request/request-view.js";
import type { CompiledRule, Requirement, Rule } from "./rules/rule.js";
import type { ScopeRules } from "./rules/scope-rules.js";
import { RuleBook } from "./rules/rule-book.js";
import { settle, settleCatalog, type Settings } from "./options/settings.js";
import { digestKey } from "./evidence/subscriptions/key-digest.js";
import { RequestThrottle } from "./request-throttle.js";
import { lookUpKey } from "./evidence/subscriptions/look-up-key.js";
import { SignedTokenValidator, type TokenValidator } from "./evidence/tokens/signed-token-validator.js";
import { TrustedClaimsValidator } from "./evidence/tokens/trusted-claims-validator.js";
import type { AnyUpgradeHandler, GuardedConnection, UpgradeListener } from "./upgrades/guarded-connection.js";
import { Upgrades } from "./upgrades/upgrades.js";
import { fillAudiences } from "./evidence/tokens/issuers/issuer-settings.js";
import type { Routing } from "./request/routing.js";
import { andThen, type Awaitable } from "./lib/awaitable.js";
import type { ProductAuth } from "./product-auth.js";

/** Connects the four steps of a request: readCredentials, gather, decide, answer. No other file uses all of them. */
export class WiredProductAuth<P extends string> implements ProductAuth<P, string> {
  readonly anyProduct: CompiledRule<P>;
  readonly resourceMetadata: PublishedMetadata | undefined;
  readonly #options: ProductAuthOptions<P>;
  readonly #settings: Settings<P>;
  readonly #answers: AnswerSettings;
  readonly #rules: RuleBook<P>;
  readonly #tokens: TokenValidator;
  readonly #from: Gatherers;
  readonly #events: DecisionEvents;
  readonly #upgrades: Upgrades<P>;
  readonly limits: CallerLimits;
  readonly #counters: GuardedCounters;
  readonly #policies: PolicyStage<P>;
  readonly #throttle: RequestThrottle | undefined;
  /** The property of a Node request that holds its view, unique to this instance. A `WeakMap` costs four times as much. */
  readonly #slot = Symbol("productAuth.view");
  /** Evidence for views that `viewOf` did not make. */
  readonly #collected = new WeakMap<RequestView, RequestEvidence>();

  readonly #trustsClaims: boolean;
  #givenPolicies: CatalogOptions["policies"];
  #closed: Promise<void> | undefined;
  #warned = false;

  constructor(options: ProductAuthOptions<P>, claimsOf?: (req: IncomingMessage) => unknown) {
    const settings = settle(options, claimsOf !== undefined);
    this.#options = options;
    this.#settings = settings;
    this.#answers = { ...settings, cache: new AnswerCache() };
    this.#rules = new RuleBook(settings, settings);
    this.anyProduct = this.#rules.anyProduct;
    this.#tokens =
      claimsOf === undefined
        ? new SignedTokenValidator(settings)
        : new TrustedClaimsValidator(settings, claimsOf);
    this.#trustsClaims = claimsOf !== undefined;
    this.#givenPolicies = options.policies;
    this.#tokens.replacePolicies(this.#rules.policies.tokens);
    this.#counters = new GuardedCounters({
      ...settings.counters,
      clock: settings.clock,
      onChange: (event) => emitCountersEvent(event, settings.counters.onChange),
    });
    this.limits = callerLimits({
      places: () => this.#rules.limitedPlaces,
      counters: this.#counters,
      clock: settings.clock,
    });
    this.#policies = new PolicyStage({
      ...settings,
      counters: this.#counters,
      examine: (collected, policy, now) => {
        const verifier = this.#tokens.forPolicy(policy);
        return examinePolicyToken(collected, policy.tokenPlace, verifier, settings.sources, now);
      },
      throttle: settings.badCredentials && ((...asked) => this.#throttle?.judgePolicies(...asked)),
      warn: (warning, name) => process.emitWarning(warning, name),
    });
    this.#throttle =
      settings.badCredentials &&
      new RequestThrottle(settings.badCredentials, settings, {
        counters: this.#counters,
        addressOf: (view) => this.#policies.addressOf(view),
        tokens: claimsOf === undefined ? this.#tokens : undefined,
      });
    this.#from = {
      token: (text, now, view) => this.#tokens.verify(text, now, view),
      key: (text) => lookUpKey(text, settings.store, settings.peppers, settings.storeTimeout),
      ...(settings.clients !== undefined && { client: (id: string) => lookUpClient(id, settings.clients!) }),
    };
    this.#events = new DecisionEvents(settings.onDecision);
    this.#upgrades = new Upgrades({
      auth: this,
      conclude: (decision, handle, view) => this.#concludeLater(decision, handle as CompiledRule<P>, view),
      digestsOf: (view, handle) => this.#digestsOf(view, handle as CompiledRule<P>),
      policyTokensEndAt: (view, handle, access) =>
        this.#policyTokensEndAt(view, handle as CompiledRule<P>, access as Access<P>),
      settings,
    });
    this.resourceMetadata = settings.resource && {
      path: new URL(metadataUrlOf(settings.resource.resource)).pathname,
      document: protectedResourceMetadata(settings.resource),
    };
  }

  get products(): readonly P[] {
    return this.#rules.productNames;
  }

  get apis(): readonly string[] {
    return this.#rules.apiNames;
  }

  get byPath(): boolean {
    return this.#rules.byPath;
  }

  requirement(rule: Rule<P, string>, where = "rule"): CompiledRule<P> {
    const handle = this.#rules.compile(rule, where);
    this.#acceptTokensOf(handle);
    return handle;
  }

  requirementAt(handle: Requirement<P>, method: string, path: string): Requirement<P> | undefined {
    const view: RequestView = { method, path, header: () => undefined, query: () => undefined };
    const found = this.#rules.atRequest(handle as CompiledRule<P>, view);
    return "code" in found ? undefined : found;
  }

  viewOf(
    req: IncomingMessage & { [slot: symbol]: ExaminedRequest | undefined },
    url?: string,
    routing?: Routing,
    address?: () => string | undefined,
  ): ExaminedRequest {
    const view = (req[this.#slot] ??= new ExaminedRequest(this.#slot, req, url, address));
    view.routing = routing;
    return view;
  }

  authorize(view: RequestView, handle: Requirement<P>): Awaitable<Decision<P>> {
    const now = this.#settings.clock();
    const requirement = this.#rules.atRequest(handle as CompiledRule<P>, view);
    if ("code" in requirement)
      return this.#conclude(refuse(this.#settings, requirement), this.anyProduct, view, now);
    const scopeRules = handle === this.anyProduct ? this.#rules.scopeRules : undefined;
    const policies = requirement.chain?.connection;
    if (policies === undefined || policies.length === 0)
      return this.#admit(view, requirement, scopeRules, now);
    const { clock } = this.#settings;
    return andThen(this.#policies.judgeConnection(policies, view), (found) =>
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
    const throttled = this.#throttle?.judge(this.#collectedFor(view, requirement), requirement, now);
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
    const { clock } = this.#settings;
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
    const evidence = this.#gather(view, requirement, now);
    if (!(evidence instanceof Promise))
      return this.#decide(requirement, scopeRules, evidence, view, now, connection);
    // Read the clock again after waiting: a credential may have expired in the meantime.
    return evidence.then((found) =>
      this.#decide(requirement, scopeRules, found, view, this.#settings.clock(), connection),
    );
  }

  answer(decision: Refuse | Unavailable): Answer {
    const { requirement, view } = madeForOf(decision);
    return answer(this.#answers, decision, requirement, view);
  }

  answerWithin(decision: Refuse | Unavailable): Awaitable<Answer> {
    const { requirement: own, view } = madeForOf(decision);
    // The credential opened the route, so its policies are no secret to this caller.
    const { about } = REFUSALS[decision.code];
    const wasOpened = decision.policy !== undefined || about === "limit";
    if (wasOpened && about !== "connection") return this.answer(decision);
    // Outside of this route no caller is asked for a token at the route's own place. A token that lacks rights there is
    // genuine, and during an outage it may be: neither answer may become that of a missing token.
    const isGenuine =
      decision.outcome === "unavailable" || REFUSALS[decision.code].error === "insufficient_scope";
    if (own.tokenPlace !== undefined && isGenuine) return this.answer(decision);
    const requirement = this.#rules.atRequest(this.anyProduct, view);
    // No credential is accepted at an unmatched path; only the challenge of the route names one that is.
    if ("code" in requirement) return this.answer(decision);
    const asOutside = (outer: Refuse | Unavailable) => answer(this.#answers, outer, requirement, view);
    return andThen(this.#policies.judgeConnection(requirement.chain?.connection ?? [], view), (found) => {
      if (found.outcome !== "passed") return asOutside(found);
      const { scopeRules } = this.#rules;
      const { clock } = this.#settings;
      // Outside of the route other credentials may be accepted, which are examined only here.
      const collected = this.#collectedFor(view, requirement);
      return andThen(this.#throttle?.judge(collected, requirement, clock()), (refused) => {
        if (refused !== undefined) return asOutside(refused);
        return andThen(this.#gather(view, requirement, clock()), (evidence) => {
          const outer = decideAny(this.#settings, requirement, scopeRules, evidence, clock());
          return outer.outcome === "admit" ? this.answer(decision) : asOutside(outer);
        });
      });
    });
  }

  guardUpgrade(
    ...given: [handler: AnyUpgradeHandler] | [rule: Rule<P, string>, handler: AnyUpgradeHandler]
  ): UpgradeListener {
    const [rule, handler] = given.length === 1 ? [undefined, given[0]] : given;
    const requirement = rule === undefined ? this.anyProduct : this.requirement(rule, "guardUpgrade(rule)");
    return this.#upgrades.listener(requirement, handler);
  }

  authorizeUpgrade(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>> {
    return this.#upgrades.authorize(view, requirement);
  }

  connectionOf(req: IncomingMessage): GuardedConnection | undefined {
    return this.#upgrades.connectionOf(req);
  }

  async explain(view: RequestView, rule?: Rule<P, string>): Promise<Explanation> {
    const handle = rule === undefined ? this.anyProduct : this.#rules.compileOnce(rule, "explain(rule)");
    this.#acceptTokensOf(handle);
    const now = this.#settings.clock();
    const requirement = this.#rules.atRequest(handle, view);
    const trustsClaims = this.#trustsClaims;
    const settings = { ...this.#settings, trustsClaims, byPath: rule === undefined && this.#rules.byPath };
    const nothing: Evidence = { token: ABSENT, key: ABSENT };
    const flaw = this.#upgrades.judge(view);
    if (flaw !== undefined) return explain(refuse(settings, flaw), handle, nothing, settings);
    const hinted = <D extends Decision<P>>(decision: D, rule: CompiledRule<P>) =>
      hintAtMissing(decision, view, rule, settings.sources);
    if ("code" in requirement)
      return explain(hinted(refuse(settings, requirement), this.anyProduct), handle, nothing, settings);
    const scopeRules = rule === undefined ? this.#rules.scopeRules : undefined;
    const about: JudgedConnection[] = [];
    const first = requirement.chain?.connection ?? [];
    const found = await this.#policies.judgeConnection(first, view, (one) => about.push(one));
    if (found.outcome !== "passed") return explainConnection(found, requirement, about, settings);
    const collected = this.#collectedFor(view, requirement);
    const throttled = await this.#throttle?.judge(collected, requirement, now);
    if (throttled !== undefined) return explainThrottled(throttled, requirement, about, settings);
    const evidence = await this.#gather(view, requirement, now);
    const decision = hinted(this.#judge(requirement, scopeRules, evidence, now), requirement);
    const ofCredential = hasAlternatives(requirement)
      ? explainAlternatives(decision, requirement, evidence, now, settings)
      : explain(decision, requirement, evidence, settings);
    const checked =
      this.#throttle === undefined ? ofCredential : withThrottleCheck(ofCredential, requirement, settings);
    const explained = withConnectionChecks(checked, requirement, about, settings);
    if (decision.outcome !== "admit") return explained;
    const policies = this.#policiesFor(decision, requirement, evidence, now);
    if (policies === NO_POLICIES) return explained;
    const tokens: JudgedPolicy[] = [];
    const custom: JudgedCustomPolicy[] = [];
    const connection: JudgedConnection[] = [];
    const final = await this.#policies.ask(decision, policies, collected, {
      token: (policy, found, refusal) => tokens.push({ policy, found, refusal }),
      custom: (policy, refusal) => custom.push({ policy, refusal }),
      connection: (one) => connection.push(one),
    });
    return explainPolicies(
      explained,
      final,
      { tokens, custom, connection, limits: policies.limits },
      settings,
    );
  }

  update(catalog: CatalogOptions<P>): void {
    const { apis: _, ...rest } = this.#options;
    // A catalog without policies keeps the current ones: a demand of the whole instance must not end by an omission.
    const policies = catalog.policies ?? this.#givenPolicies;
    const all = { ...rest, ...catalog, ...(policies !== undefined && { policies }) };
    const settled = settleCatalog(all as ProductAuthOptions<P>, this.#trustsClaims);
    const before = this.#rules.policies.limits;
    const reassignedPaths = this.#rules.replace(settled, catalog.apis !== undefined);
    this.#givenPolicies = policies;
    this.#tokens.replacePolicies(this.#rules.policies.tokens);
    fillAudiences(this.#settings.issuers, [...settled.products.values()]);
    this.#tokens.clear();
    this.#upgrades.recheck();
    const { clock, onCatalogUpdate } = this.#settings;
    emitCatalogEvent(
      {
        products: this.products,
        apis: this.apis,
        reassignedPaths,
        restartedLimits: restartedLimits(before, this.#rules.policies.limits),
        at: clock(),
      },
      onCatalogUpdate,
    );
  }

  async ready(): Promise<void> {
    this.#warnOfLocalIssuers();
    const [loaded, warnings] = await Promise.all([
      this.#tokens.load(this.#settings.clock()),
      this.#counters.check(),
    ]);
    warnOfCounters(warnings);
    throwUnlessLoaded(loaded);
  }

  // Not in the constructor, because servers call `ready` once, at start-up, and most tests never do.
  #warnOfLocalIssuers(): void {
    if (this.#warned) return;
    this.#warned = true;
    warnOfLocalIssuers(this.#tokens.health(this.#settings.clock()));
  }

  health(): Health {
    return healthOf(this.#tokens.health(this.#settings.clock()), this.#counters.health);
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#upgrades.close();
    this.#tokens.close();
    await Promise.all([
      this.#settings.store.close?.(),
      this.#settings.clients?.close?.(),
      this.#counters.close(),
    ]);
  }

  #gather(view: RequestView, requirement: CompiledRule<P>, now: number): Awaitable<Evidence> {
    return gather(this.#collectedFor(view, requirement), requirement, this.#from, now);
  }

  #collectedFor(view: RequestView, requirement: CompiledRule<P>): RequestEvidence {
    const { sources } = this.#settings;
    const { key = sources.key, tokenPlace = sources.token } = requirement;
    // A view of another instance carries evidence from that instance's issuers and store.
    const own = view instanceof ExaminedRequest && view.owner === this.#slot ? view : undefined;
    const known = own === undefined ? this.#collected.get(view) : own.collected;
    if (known?.keyNames === key && known.tokenPlace === tokenPlace) return known;
    const credentials = readCredentials(view, sources, key, tokenPlace);
    const collected = new RequestEvidence(view, credentials, key, tokenPlace, known);
    if (own === undefined) this.#collected.set(view, collected);
    else own.collected = collected;
    return collected;
  }

  #decide(
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    evidence: Evidence,
    view: RequestView,
    now: number,
    connection?: ConnectionPassed,
  ): Awaitable<Decision<P>> {
    const judged = this.#judge(requirement, scopeRules, evidence, now);
    const decision = connection === undefined ? judged : withConnection<P>(judged, connection);
    if (requirement.chain === undefined || decision.outcome !== "admit")
      return this.#concludeJudged(decision, requirement, view, now);
    const policies = this.#policiesFor(decision, requirement, evidence, now);
    const collected = this.#collectedFor(view, requirement);
    const rejudge = () => this.#judge(requirement, scopeRules, evidence, this.#settings.clock());
    const final = this.#policies.judge(decision, policies, collected, now, rejudge);
    if (!(final instanceof Promise))
      return this.#concludeJudged(withFacts(final, connection), requirement, view, now);
    return final.then((settled) =>
      this.#concludeJudged(withFacts(settled, connection), requirement, view, this.#settings.clock()),
    );
  }

  // The policies of the alternative that admitted apply, and those of its product.
  #policiesFor(
    { access }: Admit<P>,
    requirement: CompiledRule<P>,
    evidence: Evidence,
    now: number,
  ): PlacedPolicies {
    const { chain } = requirement;
    if (chain === undefined) return NO_POLICIES;
    if (!hasAlternatives(requirement)) return chain.for(access.product);
    const admitting = admittingAlternative(this.#settings, requirement, evidence, now);
    return chain.withRule(admitting?.chain?.rule ?? NO_POLICIES).for(access.product);
  }

  #judge(
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    evidence: Evidence,
    now: number,
  ): Decision<P> {
    if (scopeRules !== undefined) return decideAny(this.#settings, requirement, scopeRules, evidence, now);
    return hasAlternatives(requirement)
      ? decideAlternatives(this.#settings, requirement, evidence, now)
      : decide(this.#settings, requirement, evidence, now);
  }

  // Before a token is read for the rule: its issuers keep only the audiences that products or policies accept.
  #acceptTokensOf({ chain, alternatives = [] }: CompiledRule<P>): void {
    for (const one of [chain, ...alternatives.map((alternative) => alternative.chain)])
      for (const policy of one?.rule.tokens ?? []) this.#tokens.forPolicy(policy);
  }

  #policyTokensEndAt(view: RequestView, handle: CompiledRule<P>, access: Access<P>): number {
    const requirement = this.#rules.atRequest(handle, view);
    if ("code" in requirement || requirement.chain === undefined) return Infinity;
    const { clock, sources } = this.#settings;
    const now = clock();
    const evidence = this.#gather(view, requirement, now);
    if (evidence instanceof Promise) return now;
    const admitted: Admit<P> = { outcome: "admit", access, headers: {} };
    const { tokens } = this.#policiesFor(admitted, requirement, evidence, now);
    const collected = this.#collectedFor(view, requirement);
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
      this.#throttle?.count(decision, this.#collectedFor(view, requirement), now);
    return this.#conclude(decision, requirement, view, now);
  }

  /** Attaches rule and request to the decision, and publishes its event. */
  #conclude<D extends Decision<P>>(
    decision: D,
    requirement: CompiledRule<P>,
    view: RequestView,
    now: number,
  ): D {
    if (decision.outcome !== "admit") {
      bind(decision, requirement, view);
      if (this.#events.isObserved) hintAtMissing(decision, view, requirement, this.#settings.sources);
    }
    this.#events.emit(decision, requirement, view, now);
    return decision;
  }

  /** Like `#conclude`, for a decision that `authorize` did not make. */
  #concludeLater<D extends Decision<P>>(decision: D, handle: CompiledRule<P>, view: RequestView): D {
    const requirement = this.#rules.atRequest(handle, view);
    const now = this.#settings.clock();
    return this.#conclude(decision, "code" in requirement ? this.anyProduct : requirement, view, now);
  }

  #digestsOf(view: RequestView, handle: CompiledRule<P>): readonly string[] {
    const requirement = this.#rules.atRequest(handle, view);
    if ("code" in requirement || !requirement.accepts.key) return [];
    const { key } = this.#collectedFor(view, requirement).credentials;
    return key.kind === "present" ? this.#settings.peppers.map((pepper) => digestKey(key.value, pepper)) : [];
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

function madeForOf(decision: Refuse | Unavailable): MadeFor {
  const found = madeFor(decision);
  if (found !== undefined) return found;
  throw new TypeError(
    "auth.answer(decision): the decision was not returned by auth.authorize(); pass the object itself, not a copy",
  );
}
