import type { IncomingMessage } from "node:http";
import { answer, WrittenAnswers, type Answer, type AnswerSettings } from "./answer/answer.js";
import { tellOfUpdate } from "./operators/catalog-events.js";
import { readCredentials, ABSENT } from "./request/credentials.js";
import { lookUpClient } from "./evidence/clients/look-up-client.js";
import { decide, refuse } from "./decision/decide.js";
import type { Decision, Refuse, Unavailable } from "./decision/decision.js";
import { ConfigurationError, UnavailableError } from "./lib/errors.js";
import { DecisionEvents } from "./operators/events.js";
import { type Evidence } from "./evidence/evidence.js";
import { ExaminedRequest } from "./evidence/examined-request.js";
import { explain, type Explanation } from "./operators/explain.js";
import { Dossier, gather, type Gatherers } from "./evidence/gather.js";
import { healthOf, type Health } from "./operators/health.js";
import type { CatalogOptions, ProductAuthOptions } from "./options/options.js";
import type { RefusalCode } from "./refusals/refusals.js";
import { metadataUrlOf, protectedResourceMetadata } from "./answer/protected-resource.js";
import { judgeByScope } from "./decision/judge-by-scope.js";
import type { RequestView } from "./request/request-view.js";
import type { Requirement, Rule } from "./rules/rule.js";
import { RuleBook } from "./rules/rule-book.js";
import { settle, settleCatalog, type Settings } from "./options/settings.js";
import { digestKey } from "./evidence/subscriptions/key-digest.js";
import { lookUpKey } from "./evidence/subscriptions/look-up-key.js";
import { TokenSide, type TokenChecks } from "./evidence/tokens/token-side.js";
import { VouchedTokens } from "./evidence/tokens/vouched-tokens.js";
import type {
  AnyUpgradeHandler,
  GuardedConnection,
  ProductAtPath,
  UpgradeHandler,
  UpgradeListener,
} from "./upgrades/guarded-connection.js";
import { Upgrades } from "./upgrades/upgrades.js";
import { fillAudiences } from "./evidence/tokens/issuers/issuer-settings.js";
import type { Routing } from "./request/routing.js";
import type { Awaitable } from "./lib/awaitable.js";
import { originsOnThisMachine } from "./lib/trustworthy-url.js";

/** One set of rules with its caches and keys, shared by any number of servers and frameworks. */
export interface ProductAuth<P extends string = string, A extends string = never> {
  /** Names of the products. */
  readonly products: readonly P[];
  /** Names of the APIs. */
  readonly apis: readonly A[];
  /**
   * Whether `app.use(auth)` goes by the path: from the first options or update that say `apis`, for as long as the
   * instance lives. With no API left, every path is one of no API.
   */
  readonly byPath: boolean;
  /**
   * What `app.use(auth)` demands: a credential for at least one product. A user's token passes when it satisfies a
   * scope rule made on this instance, so that the route's own guard can judge it.
   */
  readonly anyProduct: Requirement<P>;
  /**
   * Makes a rule ready; throws `ConfigurationError` for one that is empty or names what does not exist. `where` is
   * how the rule was written, for that message.
   */
  requirement(rule: Rule<P, A>, where?: string): Requirement<P>;
  /**
   * The view of a Node request: the same one for every guard that asks, so that guards in a row share what was found
   * out. `url` is the target as the client sent it. Default: `req.url`. `routing` tells how the framework finds the
   * handler, as it stands when this guard asks. Default: by the path of `url`.
   */
  viewOf(req: IncomingMessage, url?: string, routing?: Routing): RequestView;
  /** Decides one request. Answers at once unless keys or a store must be waited for. */
  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  /** The response to a request that may not go on. */
  answer(decision: Refuse | Unavailable, requirement: Requirement<P>, view: RequestView): Answer;
  /**
   * The same for a route whose rule stands in place of `anyProduct`: where that refuses the request too, its answer is
   * given, so that the route cannot be told from a path that does not exist. Tells no events.
   */
  answerWithin(
    decision: Refuse | Unavailable,
    requirement: Requirement<P>,
    view: RequestView,
  ): Awaitable<Answer>;
  /**
   * For `server.on("upgrade", auth.guardUpgrade(rule, handler))`: hands the sockets of WebSockets and other upgrades on
   * that satisfy the rule, and answers all others. No rule demands what `app.use(auth)` does. The connection is ended
   * when its credential does not admit any more: see the option `upgrades`.
   */
  guardUpgrade(handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
  guardUpgrade<N extends P>(
    rule: Rule<N, A> & { readonly product: N | readonly N[] },
    handler: UpgradeHandler<N>,
  ): UpgradeListener;
  guardUpgrade(rule: Rule<P, A>, handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
  /**
   * Like `authorize`, for frameworks that route upgrades as they do requests: one that is an upgrade must also come
   * from an allowed Origin, and its connection is ended when its credential does not admit any more.
   */
  authorizeUpgrade(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  /** The connection that an upgrade which was admitted has become. */
  connectionOf(req: IncomingMessage): GuardedConnection | undefined;
  /** Why a request is decided as it is. For operators, never for callers. Tells no events. */
  explain(view: RequestView, rule?: Rule<P, string>): Promise<Explanation>;
  /**
   * Fetches the signing keys. Rejects with `ConfigurationError` when the issuer does not know the tenant, with
   * `UnavailableError` when it cannot be reached; the instance goes on trying with every request. Warns of an issuer
   * on this machine, once: `PRODUCT_AUTH_LOCAL_ISSUER`.
   */
  ready(): Promise<void>;
  /** State of keys and caches. */
  health(): Health;
  /**
   * What this API is and who issues its tokens (RFC 9728), with the path to publish it at; undefined unless the
   * option `protectedResource` is set.
   */
  readonly resourceMetadata:
    { readonly path: string; readonly document: Readonly<Record<string, unknown>> } | undefined;
  /**
   * Replaces products and APIs at run time, at once and whole. Throws `ConfigurationError`, and changes nothing, when
   * the new ones are not sound or a rule made before names what is no longer there. An instance that goes by the path
   * goes on to do so: without `apis` every path is one of no API.
   */
  update(catalog: CatalogOptions<P, A>): void;
  /** Ends what is under way and closes store and registry, once however often it is called. */
  close(): Promise<void>;
}

/** Makes a `ProductAuth`, or throws one `ConfigurationError` that lists every problem of the options. */
export function createProductAuth<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A>,
): ProductAuth<P, A> {
  return new WiredProductAuth<P>(options as ProductAuthOptions<P>) as unknown as ProductAuth<P, A>;
}

/**
 * **Checks no signatures.** Like `createProductAuth`, for an application whose own strategy verifies Entra's tokens and
 * leaves the claims on the request, where `claimsOf` finds them. A request's token is admitted only when the same
 * claims are there, and when it passes every check but those of key and signature; so whatever `claimsOf` gives must
 * come from nothing but a verified signature. Fetches nothing. Throws `ConfigurationError` unless `tenantId` says the
 * tenants by their GUIDs.
 */
export function createProductAuthTrustingClaims<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A>,
  claimsOf: (req: IncomingMessage) => unknown,
): ProductAuth<P, A> {
  const auth = new WiredProductAuth<P>(options as ProductAuthOptions<P>, claimsOf);
  return auth as unknown as ProductAuth<P, A>;
}

/** What an adapter is given: an instance that is shared, as it is, or options to make one of. */
export function productAuthOf<const P extends string, const A extends string = never>(
  given: ProductAuthOptions<P, A> | ProductAuth<P, A>,
): ProductAuth<P, A> {
  const isInstance = typeof given === "object" && given !== null && "authorize" in given;
  return isInstance ? given : createProductAuth<P, A>(given);
}

// The only place that knows all four steps: readCredentials, gather, decide, answer.
class WiredProductAuth<P extends string> implements ProductAuth<P, string> {
  readonly anyProduct: Requirement<P>;
  readonly resourceMetadata: ProductAuth["resourceMetadata"];
  readonly #options: ProductAuthOptions<P>;
  readonly #settings: Settings<P>;
  readonly #answers: AnswerSettings;
  readonly #rules: RuleBook<P>;
  readonly #tokens: TokenChecks;
  readonly #from: Gatherers;
  readonly #events: DecisionEvents;
  readonly #upgrades: Upgrades<P>;
  /** Under which Node requests carry their view: a name of this instance's own. A `WeakMap` costs four times as much. */
  readonly #slot = Symbol("productAuth.view");
  /** For views that are not of our making. */
  readonly #dossiers = new WeakMap<RequestView, Dossier>();

  #closed: Promise<void> | undefined;
  #warned = false;

  constructor(options: ProductAuthOptions<P>, claimsOf?: (req: IncomingMessage) => unknown) {
    const settings = settle(options);
    this.#options = options;
    this.#settings = settings;
    this.#answers = { ...settings, written: new WrittenAnswers() };
    this.#rules = new RuleBook(settings, settings);
    this.anyProduct = this.#rules.anyProduct;
    this.#tokens = claimsOf === undefined ? new TokenSide(settings) : new VouchedTokens(settings, claimsOf);
    this.#from = {
      token: (text, now, view) => this.#tokens.verify(text, now, view),
      key: (text) => lookUpKey(text, settings.store, settings.peppers, settings.storeTimeout),
      ...(settings.clients !== undefined && { client: (id: string) => lookUpClient(id, settings.clients!) }),
    };
    this.#events = new DecisionEvents(settings.onDecision);
    this.#upgrades = new Upgrades({
      auth: this,
      tell: (decision, handle, view) => this.#tellOf(decision, handle, view),
      digestsOf: (view, handle) => this.#digestsOf(view, handle),
      options,
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

  requirement(rule: Rule<P, string>, where = "rule"): Requirement<P> {
    return this.#rules.make(rule, where);
  }

  viewOf(
    req: IncomingMessage & { [slot: symbol]: ExaminedRequest | undefined },
    url?: string,
    routing?: Routing,
  ): ExaminedRequest {
    const view = (req[this.#slot] ??= new ExaminedRequest(this.#slot, req, url));
    view.routing = routing;
    return view;
  }

  authorize(view: RequestView, handle: Requirement<P>): Awaitable<Decision<P>> {
    const now = this.#settings.clock();
    const requirement = this.#effective(handle, view);
    if ("code" in requirement) return this.#told(refuse(this.#settings, requirement), handle, view, now);
    const wide = handle === this.anyProduct;
    const evidence = gather(this.#dossier(view, requirement), requirement, this.#from, now);
    if (evidence instanceof Promise)
      return evidence.then((found) => this.#decide(view, requirement, found, wide));
    return this.#decide(view, requirement, evidence, wide, now);
  }

  answer(decision: Refuse | Unavailable, handle: Requirement<P>, view: RequestView): Answer {
    const requirement = this.#effective(handle, view);
    return answer(this.#answers, decision, "code" in requirement ? handle : requirement, view);
  }

  answerWithin(decision: Refuse | Unavailable, handle: Requirement<P>, view: RequestView): Awaitable<Answer> {
    const requirement = this.#effective(this.anyProduct, view);
    // No credential opens a path of no API; only the route's own challenge says what would.
    if ("code" in requirement) return this.answer(decision, handle, view);
    const now = this.#settings.clock();
    const answerBy = (evidence: Evidence, at = this.#settings.clock()): Answer => {
      const wide = this.#judge(requirement, evidence, at, true);
      if (wide.outcome === "admit") return this.answer(decision, handle, view);
      return answer(this.#answers, wide, requirement, view);
    };
    const evidence = gather(this.#dossier(view, requirement), requirement, this.#from, now);
    return evidence instanceof Promise ? evidence.then((found) => answerBy(found)) : answerBy(evidence, now);
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
    const handle = rule === undefined ? this.anyProduct : this.#rules.judgeBy(rule, "explain(rule)");
    const now = this.#settings.clock();
    const requirement = this.#effective(handle, view);
    const wide = handle === this.anyProduct;
    const vouched = this.#tokens instanceof VouchedTokens;
    const settings = { ...this.#settings, vouched, byPath: wide && this.#rules.byPath };
    const nothing: Evidence = { token: ABSENT, key: ABSENT };
    const flaw = this.#upgrades.judge(view);
    if (flaw !== undefined) return explain(refuse(settings, flaw), handle, nothing, settings);
    if ("code" in requirement) return explain(refuse(settings, requirement), handle, nothing, settings);
    const evidence = await gather(this.#dossier(view, requirement), requirement, this.#from, now);
    return explain(this.#judge(requirement, evidence, now, wide), requirement, evidence, settings);
  }

  update(catalog: CatalogOptions<P>): void {
    const { apis: _, ...rest } = this.#options;
    const settled = settleCatalog({ ...rest, ...catalog } as ProductAuthOptions<P>);
    const handedOver = this.#rules.replace(settled, catalog.apis !== undefined);
    fillAudiences(this.#settings.issuers.audiences, [...settled.products.values()]);
    this.#tokens.forget();
    this.#upgrades.recheck();
    const { clock, onCatalogUpdate } = this.#settings;
    tellOfUpdate({ products: this.products, apis: this.apis, handedOver, at: clock() }, onCatalogUpdate);
  }

  async ready(): Promise<void> {
    this.#warnOfThisMachine();
    const failure = await this.#tokens.load(this.#settings.clock());
    if (failure === undefined) return;
    if (failure.error !== "invalid_tenant") {
      throw new UnavailableError(
        `The issuer's keys cannot be fetched from ${failure.from}: ${failure.failure}`,
      );
    }
    const message = `is unknown to ${new URL(failure.from).origin}`;
    const fix =
      "copy the directory (tenant) id from the Entra portal's overview page; the example apps read it from the environment variable AZURE_TENANT_ID";
    throw new ConfigurationError([{ path: "tenantId", message, fix }]);
  }

  // Core does not read the environment, and so cannot tell production: it says this wherever it runs. Here and not at
  // construction, because servers call it once, at their start, and tests mostly never.
  #warnOfThisMachine(): void {
    if (this.#warned) return;
    this.#warned = true;
    const { issuers } = this.#tokens.health(this.#settings.clock());
    for (const origin of originsOnThisMachine(issuers.map(({ from }) => from))) {
      const text = `Tokens of ${origin} are trusted, an issuer on this machine: for development and tests only`;
      process.emitWarning(text, { type: "ProductAuthWarning", code: "PRODUCT_AUTH_LOCAL_ISSUER" });
    }
  }

  health(): Health {
    return healthOf(this.#tokens.health(this.#settings.clock()));
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#upgrades.close();
    this.#tokens.close();
    await Promise.all([this.#settings.store.close?.(), this.#settings.clients?.close?.()]);
  }

  // With APIs, `app.use(auth)` demands what the API at the path demands.
  #effective(handle: Requirement<P>, view: RequestView): Requirement<P> | { readonly code: RefusalCode } {
    if (handle !== this.anyProduct || !this.#rules.byPath)
      return this.#rules.placed(this.#rules.now(handle), view);
    const found = this.#rules.at(view);
    return found === "any-product" ? this.#rules.now(handle) : found;
  }

  #dossier(view: RequestView, { key = this.#settings.sources.key }: Requirement<P>): Dossier {
    // Another instance's view carries what that one found out, by its own issuers and store.
    const own = view instanceof ExaminedRequest && view.owner === this.#slot ? view : undefined;
    const known = own === undefined ? this.#dossiers.get(view) : own.dossier;
    if (known?.keyNames === key) return known;
    // The token is the same one, whatever the API's keys are called.
    const dossier = new Dossier(view, readCredentials(view, this.#settings.sources, key), key, known);
    if (own === undefined) this.#dossiers.set(view, dossier);
    else own.dossier = dossier;
    return dossier;
  }

  #tellOf(decision: Decision<P>, handle: Requirement<P>, view: RequestView): void {
    const requirement = this.#effective(handle, view);
    this.#told(decision, "code" in requirement ? handle : requirement, view, this.#settings.clock());
  }

  #digestsOf(view: RequestView, handle: Requirement<P>): readonly string[] {
    const requirement = this.#effective(handle, view);
    if ("code" in requirement || !requirement.accepts.key) return [];
    const { key } = this.#dossier(view, requirement).credentials;
    return key.kind === "present" ? this.#settings.peppers.map((pepper) => digestKey(key.value, pepper)) : [];
  }

  // After waiting, the time is read again: nothing may be admitted by a clock that has stood still.
  #decide(
    view: RequestView,
    requirement: Requirement<P>,
    evidence: Evidence,
    wide: boolean,
    now = this.#settings.clock(),
  ): Decision<P> {
    return this.#told(this.#judge(requirement, evidence, now, wide), requirement, view, now);
  }

  #told(decision: Decision<P>, requirement: Requirement<P>, view: RequestView, now: number): Decision<P> {
    this.#events.tell(decision, requirement, view, now);
    return decision;
  }

  #judge(requirement: Requirement<P>, evidence: Evidence, now: number, wide: boolean): Decision<P> {
    const decision = decide(this.#settings, requirement, evidence, now);
    if (!wide || decision.outcome !== "refuse" || decision.code !== "token_kind") return decision;
    // A user's token: the scope rules may let it on to the route's own guard.
    const rules = this.#rules.scopeRules.within(requirement);
    return judgeByScope(this.#settings, rules, requirement, evidence, now, decision);
  }
}
