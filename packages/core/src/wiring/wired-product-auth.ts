import type { IncomingMessage } from "node:http";
import type { Answer } from "../answer/answer.js";
import {
  metadataUrlOf,
  protectedResourceMetadata,
  type PublishedMetadata,
} from "../answer/protected-resource.js";
import type { SettledCatalog } from "../catalog/settled-catalog.js";
import type { Decision, Refuse, Unavailable } from "../decision/decision.js";
import type { ExaminedRequest } from "../evidence/examined-request.js";
import { RequestViews } from "../evidence/request-views.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";
import { callerLimits, type CallerLimits } from "../operators/caller-limits.js";
import type { Explanation } from "../operators/explain.js";
import type { Health } from "../operators/health.js";
import type { Telemetry } from "../operators/telemetry.js";
import type { CatalogOptions, ProductAuthOptions } from "../options/options.js";
import { settle, type Settings } from "../options/settings.js";
import type { ProductAuth } from "../product-auth.js";
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
import { Answers } from "./answers.js";
import { contextOfUpgrades } from "./context-of-upgrades.js";
import { CurrentCatalog } from "./current-catalog.js";
import { decideOutside } from "./decide-outside.js";
import { explainRequest } from "./explain-request.js";
import { guardedCounters, tokenValidator } from "./from-settings.js";
import { InstanceState } from "./instance-state.js";
import { RequestPipeline } from "./request-pipeline.js";

/** One instance: what it keeps between requests, and the pipeline that decides them. */
export class WiredProductAuth<P extends string> implements ProductAuth<P, string> {
  readonly anyProduct: CompiledRule<P>;
  readonly resourceMetadata: PublishedMetadata | undefined;
  readonly limits: CallerLimits;
  readonly clientApplications: ProductAuth["clientApplications"];
  readonly #settings: Settings<P>;
  readonly #rules: RuleBook<P>;
  readonly #trustsClaims: boolean;
  readonly #views = new RequestViews();
  readonly #catalog: CurrentCatalog<P>;
  readonly #pipeline: RequestPipeline<P>;
  readonly #answers: Answers<P>;
  readonly #upgrades: Upgrades<P>;
  readonly #state: InstanceState;

  constructor(options: ProductAuthOptions<P>, claimsOf?: (req: IncomingMessage) => unknown) {
    const settings = settle(options, claimsOf !== undefined);
    const rules = new RuleBook(settings, settings);
    const tokens = tokenValidator(settings, claimsOf);
    const counters = guardedCounters(settings);
    const { clock, clients, resource, telemetry } = settings;
    const trustsClaims = claimsOf !== undefined;
    this.#settings = settings;
    this.#rules = rules;
    this.#trustsClaims = trustsClaims;
    this.anyProduct = rules.anyProduct;
    this.clientApplications =
      clients && Object.freeze({ findClient: (id: string) => clients.findClient(id) });
    this.limits = callerLimits({ places: () => rules.limitedPlaces, counters, clock });
    this.resourceMetadata = resource && {
      path: new URL(metadataUrlOf(resource.resource)).pathname,
      document: protectedResourceMetadata(resource),
    };
    const onReplaced = () => this.#upgrades.recheck();
    this.#catalog = new CurrentCatalog({ options, settings, rules, tokens, trustsClaims, onReplaced });
    const pipeline = new RequestPipeline({
      settings,
      rules,
      tokens,
      counters,
      trustsClaims,
      observed: { telemetry, catalogVersion: () => this.catalogVersion },
      slot: this.#views.owner,
    });
    this.#pipeline = pipeline;
    this.#answers = new Answers(settings, (view) => decideOutside(pipeline, rules, view));
    this.#upgrades = new Upgrades(contextOfUpgrades({ auth: this, pipeline, rules, tokens }));
    this.#state = new InstanceState({ settings, tokens, counters, upgrades: this.#upgrades });
  }

  get products(): readonly P[] {
    return this.#rules.productNames;
  }

  get apis(): readonly string[] {
    return this.#rules.apiNames;
  }

  get catalog(): SettledCatalog {
    return this.#catalog.description;
  }

  get catalogVersion(): string {
    return this.#catalog.version;
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
      const { outcome } = decision;
      const code = outcome === "admit" ? undefined : decision.code;
      telemetry.took((performance.now() - start) / 1000, outcome, code);
      return decision;
    });
  }

  answer(decision: Refuse | Unavailable): Answer {
    return this.#answers.to(decision);
  }

  answerWithin(decision: Refuse | Unavailable): Awaitable<Answer> {
    return this.#answers.within(decision);
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
    this.#catalog.update(catalog);
  }

  updateInSteps(catalog: CatalogOptions<P>): Promise<void> {
    return this.#catalog.updateInSteps(catalog);
  }

  ready(): Promise<void> {
    return this.#state.ready();
  }

  health(): Health {
    return this.#state.health();
  }

  close(): Promise<void> {
    return this.#state.close();
  }
}
