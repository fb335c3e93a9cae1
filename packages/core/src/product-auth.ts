import { answer, type Answer } from "./answer.js";
import { readCredentials } from "./credentials.js";
import { decide } from "./decide.js";
import type { Decision, Refuse, Unavailable } from "./decision.js";
import { ConfigurationError, UnavailableError } from "./errors.js";
import { DecisionEvents } from "./events.js";
import type { Awaitable, Evidence } from "./evidence.js";
import { explain, type Explanation } from "./explain.js";
import { gather, type Dossier, type Gatherers } from "./gather.js";
import { healthOf, type Health } from "./health.js";
import type { ProductAuthOptions } from "./options.js";
import { metadataUrlOf, protectedResourceMetadata } from "./protected-resource.js";
import type { RequestView } from "./request-view.js";
import type { Requirement, Rule } from "./rule.js";
import { settleRule } from "./settings/check-rule.js";
import { settle, type Settings } from "./settings/settings.js";
import { lookUpKey } from "./subscriptions/look-up-key.js";
import { TokenSide } from "./tokens/token-side.js";

/** One set of rules with its caches and keys, shared by any number of servers and frameworks. */
export interface ProductAuth<P extends string = string> {
  /** Names of the products. */
  readonly products: readonly P[];
  /**
   * What `app.use(auth)` demands: a credential for at least one product. A user's token passes when it satisfies a
   * scope rule made on this instance, so that the route's own guard can judge it.
   */
  readonly anyProduct: Requirement<P>;
  /**
   * Makes a rule ready; throws `ConfigurationError` for one that is empty or names what does not exist. `where` is
   * how the rule was written, for that message.
   */
  requirement(rule: Rule<P>, where?: string): Requirement<P>;
  /** Decides one request. Answers at once unless keys or a store must be waited for. */
  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  /** The response to a request that may not go on. */
  answer(decision: Refuse | Unavailable, requirement: Requirement<P>, view: RequestView): Answer;
  /** Why a request is decided as it is. For operators, never for callers. Tells no events. */
  explain(view: RequestView, rule?: Rule<P>): Promise<Explanation>;
  /**
   * Fetches the signing keys. Rejects with `ConfigurationError` when the issuer does not know the tenant, with
   * `UnavailableError` when it cannot be reached; the instance goes on trying with every request.
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
  /** Ends what is under way and closes the store. */
  close(): Promise<void>;
}

/** Makes a `ProductAuth`, or throws one `ConfigurationError` that lists every problem of the options. */
export function createProductAuth<const P extends string>(options: ProductAuthOptions<P>): ProductAuth<P> {
  return new WiredProductAuth(settle(options));
}

// The only place that knows all four steps: readCredentials, gather, decide, answer.
class WiredProductAuth<P extends string> implements ProductAuth<P> {
  readonly products: readonly P[];
  readonly anyProduct: Requirement<P>;
  readonly resourceMetadata: ProductAuth["resourceMetadata"];
  readonly #settings: Settings<P>;
  readonly #tokens: TokenSide;
  readonly #from: Gatherers;
  readonly #events: DecisionEvents;
  readonly #scopeRules = new Map<string, Requirement<P>>();
  readonly #dossiers = new WeakMap<RequestView, Dossier>();

  constructor(settings: Settings<P>) {
    this.#settings = settings;
    this.#tokens = new TokenSide(settings);
    this.#from = {
      token: (text, now) => this.#tokens.verify(text, now),
      key: (text) => lookUpKey(text, settings.store),
    };
    this.#events = new DecisionEvents(settings.onDecision);
    this.products = Object.freeze([...settings.products.values()].map(({ name }) => name));
    this.resourceMetadata = settings.resource && {
      path: new URL(metadataUrlOf(settings.resource.resource)).pathname,
      document: protectedResourceMetadata(settings.resource),
    };
    this.anyProduct = settleRule({ product: this.products }, settings.products, "anyProduct");
  }

  requirement(rule: Rule<P>, where = "rule"): Requirement<P> {
    const requirement = settleRule(rule, this.#settings.products, where);
    // By its text: a guard that is made anew for every request must not pile up.
    if (requirement.scopes !== undefined) this.#scopeRules.set(JSON.stringify(rule), requirement);
    return requirement;
  }

  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>> {
    const now = this.#settings.clock();
    const evidence = gather(this.#dossier(view), requirement, this.#from, now);
    if (evidence instanceof Promise) return evidence.then((found) => this.#decide(view, requirement, found));
    return this.#decide(view, requirement, evidence, now);
  }

  answer(decision: Refuse | Unavailable, requirement: Requirement<P>, view: RequestView): Answer {
    return answer(this.#settings, decision, requirement, view);
  }

  async explain(view: RequestView, rule?: Rule<P>): Promise<Explanation> {
    const requirement =
      rule === undefined ? this.anyProduct : settleRule(rule, this.#settings.products, "explain(rule)");
    const now = this.#settings.clock();
    const evidence = await gather(this.#dossier(view), requirement, this.#from, now);
    const decision = this.#judge(requirement, evidence, now);
    return explain(decision, requirement, evidence, this.#settings);
  }

  async ready(): Promise<void> {
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

  health(): Health {
    return healthOf(this.#tokens.health(this.#settings.clock()));
  }

  async close(): Promise<void> {
    this.#tokens.close();
    await this.#settings.store.close?.();
  }

  #dossier(view: RequestView): Dossier {
    const known = this.#dossiers.get(view);
    if (known !== undefined) return known;
    const dossier: Dossier = { credentials: readCredentials(view, this.#settings.sources) };
    this.#dossiers.set(view, dossier);
    return dossier;
  }

  // After waiting, the time is read again: nothing may be admitted by a clock that has stood still.
  #decide(
    view: RequestView,
    requirement: Requirement<P>,
    evidence: Evidence,
    now = this.#settings.clock(),
  ): Decision<P> {
    const decision = this.#judge(requirement, evidence, now);
    this.#events.tell(decision, requirement, view, now);
    return decision;
  }

  #judge(requirement: Requirement<P>, evidence: Evidence, now: number): Decision<P> {
    const decision = decide(this.#settings, requirement, evidence, now);
    if (requirement !== this.anyProduct || decision.outcome !== "refuse" || decision.code !== "token_kind")
      return decision;
    // A user's token: let the scope rules speak, the kindest first.
    const byScope = [...this.#scopeRules.values()].map((rule) => decide(this.#settings, rule, evidence, now));
    return (
      byScope.find(({ outcome }) => outcome === "admit") ??
      byScope.find((other) => other.outcome === "refuse" && other.status === 403) ??
      decision
    );
  }
}
