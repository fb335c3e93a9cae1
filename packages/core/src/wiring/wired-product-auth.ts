import type { IncomingMessage } from "node:http";
import { answer, AnswerCache, type Answer, type AnswerSettings } from "../answer/answer.js";
import {
  metadataUrlOf,
  protectedResourceMetadata,
  type PublishedMetadata,
} from "../answer/protected-resource.js";
import type { Access, Decision, Refuse, Unavailable } from "../decision/decision.js";
import { catalogVersion, catalogVersionInSteps } from "../catalog/catalog-version.js";
import { describeCatalog } from "../catalog/describe-catalog.js";
import type { ReassignedPath } from "../catalog/reassigned-paths.js";
import type { SettledCatalog } from "../catalog/settled-catalog.js";
import { madeFor, type MadeFor } from "../decision/refused.js";
import type { ExaminedRequest } from "../evidence/examined-request.js";
import { RequestViews } from "../evidence/request-views.js";
import { fillAudiences } from "../evidence/tokens/issuers/issuer-settings.js";
import { SignedTokenValidator, type TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import { TrustedClaimsValidator } from "../evidence/tokens/trusted-claims-validator.js";
import { breaks } from "../lib/breaks.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";
import type { Timed } from "../lib/timed.js";
import { callerLimits, type CallerLimits } from "../operators/caller-limits.js";
import { emitCatalogEvent } from "../operators/catalog-events.js";
import { emitCountersEvent } from "../operators/counters-events.js";
import type { Explanation } from "../operators/explain.js";
import type { Telemetry } from "../operators/telemetry.js";
import { healthOf, type Health } from "../operators/health.js";
import { throwUnlessLoaded, warnOfCounters, warnOfLocalIssuers } from "../operators/readiness.js";
import type { AnyOptions, CatalogOptions, ProductAuthOptions } from "../options/options.js";
import { checkApis } from "../options/check-apis.js";
import type { CheckedApis } from "../options/checked-apis.js";
import { settle, settleCatalog, type Settings } from "../options/settings.js";
import { GuardedCounters } from "../policies/limits/guarded-counters.js";
import { restartedLimits } from "../policies/limits/restarted-limits.js";
import type { ProductAuth } from "../product-auth.js";
import { REFUSALS } from "../refusals/refusals.js";
import { isQuiet } from "../request/quiet-view.js";
import type { RequestView } from "../request/request-view.js";
import type { Routing } from "../request/routing.js";
import type { CompiledRule, Requirement, Rule } from "../rules/rule.js";
import { RuleBook } from "../rules/rule-book.js";
import type {
  AnyUpgradeHandler,
  GuardedConnection,
  UpgradeListener,
} from "../upgrades/guarded-connection.js";
import { Upgrades } from "../upgrades/upgrades.js";
import { explainRequest } from "./explain-request.js";
import { RequestPipeline } from "./request-pipeline.js";

/** One instance: what it keeps between requests, and the pipeline that decides them. */
export class WiredProductAuth<P extends string> implements ProductAuth<P, string> {
  readonly anyProduct: CompiledRule<P>;
  readonly resourceMetadata: PublishedMetadata | undefined;
  readonly #options: ProductAuthOptions<P>;
  readonly #settings: Settings<P>;
  readonly #answers: AnswerSettings;
  readonly #rules: RuleBook<P>;
  readonly #tokens: TokenValidator;
  readonly #upgrades: Upgrades<P>;
  readonly limits: CallerLimits;
  readonly clientApplications: ProductAuth["clientApplications"];
  readonly #counters: GuardedCounters;
  readonly #pipeline: RequestPipeline<P>;
  readonly #views = new RequestViews();
  readonly #trustsClaims: boolean;
  #givenPolicies: CatalogOptions["policies"];
  /** Number of updates that have begun. */
  #updates = 0;
  /** The description that was made last, and what it was made of. */
  #described: { readonly of: RuleBook<P>["describable"]; readonly catalog: SettledCatalog } | undefined;
  #version: string;
  readonly #unwatch: (() => void) | undefined;
  #closed: Promise<void> | undefined;
  #warned = false;

  constructor(options: ProductAuthOptions<P>, claimsOf?: (req: IncomingMessage) => unknown) {
    const settings = settle(options, claimsOf !== undefined);
    const { telemetry } = settings;
    const onTokenLookup = telemetry && ((found: boolean) => telemetry.lookedUp("tokens", found));
    const onQuery = telemetry && ((...took: Parameters<Timed>) => telemetry.queried("counters", ...took));
    this.#options = options;
    this.#settings = settings;
    this.#answers = { ...settings, cache: new AnswerCache() };
    this.#rules = new RuleBook(settings, settings);
    this.anyProduct = this.#rules.anyProduct;
    this.#tokens =
      claimsOf === undefined
        ? new SignedTokenValidator(settings, onTokenLookup)
        : new TrustedClaimsValidator(settings, claimsOf);
    this.#trustsClaims = claimsOf !== undefined;
    this.#givenPolicies = options.policies;
    this.#tokens.replaceCatalog(this.#rules.policies.tokens, () => undefined); // the settings have the audiences
    this.#counters = new GuardedCounters({
      ...settings.counters,
      clock: settings.clock,
      onQuery,
      onChange: (event) => emitCountersEvent(event, settings.counters.onChange),
    });
    const { clients } = settings;
    this.clientApplications =
      clients && Object.freeze({ findClient: (id: string) => clients.findClient(id) });
    this.limits = callerLimits({
      places: () => this.#rules.limitedPlaces,
      counters: this.#counters,
      clock: settings.clock,
    });
    this.#pipeline = new RequestPipeline({
      settings,
      rules: this.#rules,
      tokens: this.#tokens,
      counters: this.#counters,
      trustsClaims: this.#trustsClaims,
      telemetry,
      catalogVersion: () => this.catalogVersion,
      slot: this.#views.owner,
    });
    this.#upgrades = new Upgrades({
      auth: this,
      conclude: (decision, handle, view) =>
        this.#pipeline.concludeLater(decision, handle as CompiledRule<P>, view),
      digestsOf: (view, handle) => this.#pipeline.digestsOf(view, handle as CompiledRule<P>),
      policyTokensEndAt: (view, handle, access) =>
        this.#pipeline.policyTokensEndAt(view, handle as CompiledRule<P>, access as Access<P>),
      settings,
    });
    this.resourceMetadata = settings.resource && {
      path: new URL(metadataUrlOf(settings.resource.resource)).pathname,
      document: protectedResourceMetadata(settings.resource),
    };
    this.#version = catalogVersion(options);
    this.#unwatch = telemetry?.watch({ health: () => this.health(), clock: settings.clock });
  }

  get products(): readonly P[] {
    return this.#rules.productNames;
  }

  get apis(): readonly string[] {
    return this.#rules.apiNames;
  }

  get catalog(): SettledCatalog {
    const of = this.#rules.describable;
    if (this.#described?.of !== of) {
      const { subscriptionDates, sources } = this.#settings;
      const { catalog, scopes } = of;
      const { key } = sources;
      this.#described = { of, catalog: describeCatalog(catalog, { subscriptionDates, scopes, key }) };
    }
    return this.#described.catalog;
  }

  get catalogVersion(): string {
    return this.#version;
  }

  get byPath(): boolean {
    return this.#rules.byPath;
  }

  requirement(rule: Rule<P, string>, where = "rule"): CompiledRule<P> {
    const handle = this.#rules.compile(rule, where);
    this.#pipeline.acceptTokensOf(handle);
    return handle;
  }

  requirementAt(handle: Requirement<P>, method: string, path: string): Requirement<P> | undefined {
    const view: RequestView = { method, path, header: () => undefined, query: () => undefined };
    const found = this.#rules.atRequest(handle as CompiledRule<P>, view);
    return "code" in found ? undefined : found;
  }

  viewOf(
    req: IncomingMessage,
    url?: string,
    routing?: Routing,
    address?: () => string | undefined,
  ): ExaminedRequest {
    const view = this.#views.of(req, url, address);
    view.routing = routing;
    return view;
  }

  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>> {
    const { telemetry } = this.#settings;
    return telemetry === undefined || isQuiet(view)
      ? this.#pipeline.authorize(view, requirement)
      : this.#authorizeTimed(telemetry, view, requirement);
  }

  // Apart from its caller: an instance without telemetry makes no closure.
  #authorizeTimed(
    telemetry: Telemetry,
    view: RequestView,
    requirement: Requirement<P>,
  ): Awaitable<Decision<P>> {
    const start = performance.now();
    return andThen(this.#pipeline.authorize(view, requirement), (decision) => {
      telemetry.took((performance.now() - start) / 1000, decision.outcome);
      return decision;
    });
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
    return andThen(this.#pipeline.outside(view), (outside) => {
      // No credential is accepted at an unmatched path; only the challenge of the route names one that is.
      if (outside?.refused === undefined) return this.answer(decision);
      return answer(this.#answers, outside.refused, outside.requirement, view);
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
    this.#pipeline.acceptTokensOf(handle);
    return explainRequest(this.#pipeline, this.#rules, {
      view,
      handle,
      isWhole: rule === undefined,
      trustsClaims: this.#trustsClaims,
      flaw: this.#upgrades.judge(view),
    });
  }

  update(catalog: CatalogOptions<P>): void {
    this.#updates += 1;
    this.#apply(catalog);
  }

  async updateInSteps(catalog: CatalogOptions<P>): Promise<void> {
    const update = ++this.#updates;
    const all = this.#with(catalog) as AnyOptions;
    const rest = breaks();
    const checked = await checkApis(all, rest);
    // A catalog with a flaw cannot be read to its end; `#apply` rejects it.
    const version = await catalogVersionInSteps(all, rest).catch(() => undefined);
    if (update === this.#updates) this.#apply(catalog, checked, version);
  }

  /** The options with another catalog. */
  #with(catalog: CatalogOptions<P>): ProductAuthOptions<P> {
    const { apis: _, ...rest } = this.#options;
    // A catalog without policies keeps the current ones: a demand of the whole instance must not end by an omission.
    const policies = catalog.policies ?? this.#givenPolicies;
    return { ...rest, ...catalog, ...(policies !== undefined && { policies }) } as ProductAuthOptions<P>;
  }

  #apply(catalog: CatalogOptions<P>, checked?: CheckedApis, version?: string): void {
    const all = this.#with(catalog);
    const settled = settleCatalog(all, this.#trustsClaims, checked);
    const newVersion = version ?? catalogVersion(all);
    const before = this.#rules.policies.limits;
    const reassignedPaths = this.#rules.replace(settled, catalog.apis !== undefined);
    this.#version = newVersion;
    this.#givenPolicies = all.policies;
    this.#tokens.replaceCatalog(this.#rules.policies.tokens, () =>
      fillAudiences(this.#settings.issuers, [...settled.products.values()]),
    );
    this.#upgrades.recheck();
    const { clock, onCatalogUpdate } = this.#settings;
    let reassigned: readonly ReassignedPath[] | undefined; // listed when it is first read: it takes a look-up of every operation
    emitCatalogEvent(
      {
        products: this.products,
        apis: this.apis,
        catalogVersion: newVersion,
        get reassignedPaths() {
          return (reassigned ??= reassignedPaths());
        },
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
    this.#unwatch?.();
    this.#upgrades.close();
    this.#tokens.close();
    await Promise.all([
      this.#settings.store.close?.(),
      this.#settings.clients?.close?.(),
      this.#counters.close(),
    ]);
  }
}

function madeForOf(decision: Refuse | Unavailable): MadeFor {
  const found = madeFor(decision);
  if (found !== undefined) return found;
  throw new TypeError(
    "auth.answer(decision): the decision was not returned by auth.authorize(); pass the object itself, not a copy",
  );
}
