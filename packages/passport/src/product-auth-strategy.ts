import type { IncomingMessage } from "node:http";
import type {
  CatalogOptions,
  Explanation,
  Health,
  ProductAuth,
  ProductAuthOptions,
  Rule,
  SettledCatalog,
} from "@product-auth/core";
import { guardsOf, productAuthOf, type Guards } from "@product-auth/core/adapter";
import type { Strategy, StrategyCreatedStatic } from "passport";
import { answerRefusals, type RefusalHandler } from "./answer-refusals.js";
import { Judge, viewOf } from "./judge.js";
import { Requirements, type RuleOptions } from "./requirements.js";
import { refuseValidate, strategyName } from "./strategy-name.js";

/** Options of the strategy itself. */
export interface StrategyOptions {
  /** Name for `passport.authenticate(name, …)`. Default `"product-auth"`. */
  readonly name?: string;
}

/**
 * A passport strategy that enforces product access rules. Sets `req.user` and `req.productAuth` to the access of an
 * admitted request, and `req.authInfo` to the claims of its token.
 */
export class ProductAuthStrategy<const P extends string = string, const A extends string = never>
  implements Strategy, Guards<RuleOptions, P, A>
{
  readonly name: string;
  /** Requires a credential for this product, or for one of several. */
  readonly requireProduct: Guards<RuleOptions, P, A>["requireProduct"];
  /** Requires a user's token with all of these delegated scopes. */
  readonly requireScope: Guards<RuleOptions, P, A>["requireScope"];
  /** Requires a token with all of these app roles, besides the product's own. */
  readonly requireRole: Guards<RuleOptions, P, A>["requireRole"];
  /** Requires what a rule specifies. */
  readonly require: Guards<RuleOptions, P, A>["require"];
  /** Called by passport: decides a request by the rule in the options of `passport.authenticate`. */
  readonly authenticate: (this: StrategyCreatedStatic, req: IncomingMessage, options?: object) => void;
  /**
   * Does not exist. `PassportStrategy` of `@nestjs/passport` requires a method of this name, which Product Auth never
   * calls: the declaration makes it unnecessary, and a `ConfigurationError` refuses a subclass that has one.
   */
  declare readonly validate: (this: never) => never;
  readonly #auth: ProductAuth<P, A>;
  readonly #judge: Judge<P, A>;

  /**
   * Takes options, or an instance made by core's `createProductAuth` that others share. Throws one
   * `ConfigurationError` that lists every problem. A verify callback is refused, because it would not be called; only
   * a mixin may append one.
   */
  constructor(options: ProductAuthOptions<P, A> | ProductAuth<P, A>, settings: StrategyOptions = {}) {
    const name = strategyName(settings, { isSubclass: new.target !== ProductAuthStrategy });
    refuseValidate(this);
    const auth = productAuthOf<P, A>(options);
    const requirements = new Requirements(auth);
    const judge = new Judge(auth, requirements);
    this.name = name;
    this.#auth = auth;
    this.#judge = judge;
    // Passport calls it on an object that inherits from this one and has no private members.
    this.authenticate = function (req, given = {}) {
      // Bound now: a strategy object passed to `passport.authenticate` is shared by all requests, and the next request
      // replaces these functions while this one still waits.
      const passport = {
        success: this.success.bind(this),
        fail: this.fail.bind(this),
        error: this.error.bind(this),
      };
      judge.judge(req, given, passport);
    };
    const guards = guardsOf(auth, (requirement) => requirements.optionsFor(requirement));
    this.requireProduct = guards.requireProduct;
    this.requireScope = guards.requireScope;
    this.requireRole = guards.requireRole;
    this.require = guards.require;
  }

  /**
   * Makes error middleware, to place after the routes. It answers in full (status, challenges, `Retry-After`, body) the
   * requests that this strategy refused with `failWithError: true`, or could not decide. Passes on every other error.
   */
  answerRefusals(): RefusalHandler {
    return answerRefusals(this.#judge);
  }

  /**
   * Fetches the signing keys. Rejects with `ConfigurationError` when the issuer does not know the tenant, with
   * `UnavailableError` when it cannot be reached. Requests are answered 503 until it can.
   */
  ready(): Promise<void> {
    return this.#auth.ready();
  }

  /** Replaces products and APIs at run time. Throws `ConfigurationError`, and changes nothing, when they are invalid. */
  update(catalog: CatalogOptions<P, A>): void {
    this.#auth.update(catalog);
  }

  /** Like `update`, in steps between which requests are answered: for catalogs with hundreds of APIs. */
  updateInSteps(catalog: CatalogOptions<P, A>): Promise<void> {
    return this.#auth.updateInSteps(catalog);
  }

  /** Explains the decision on a request, check by check. For operators, never for callers. */
  explain(req: IncomingMessage, rule?: Rule<P, A>): Promise<Explanation> {
    return this.#auth.explain(viewOf(this.#auth, req), rule);
  }

  /** The products and APIs for a portal, as they are now. `update` replaces the object; the one that was read before stays. */
  get catalog(): SettledCatalog {
    return this.#auth.catalog;
  }

  /** Version of products, APIs and policies, as in every decision event: equal in every process that has the same ones. */
  get catalogVersion(): string {
    return this.#auth.catalogVersion;
  }

  /** State of keys and caches. */
  health(): Health {
    return this.#auth.health();
  }

  /** Aborts pending fetches and closes store and registry. */
  close(): Promise<void> {
    return this.#auth.close();
  }
}
