import type { IncomingMessage } from "node:http";
import type {
  CatalogOptions,
  Explanation,
  Health,
  ProductAuth,
  ProductAuthOptions,
  Rule,
} from "@product-auth/core";
import { guardsOf, productAuthOf, type Guards } from "@product-auth/core/adapter";
import type { Strategy, StrategyCreatedStatic } from "passport";
import { answerRefusals, type RefusalHandler } from "./answer-refusals.js";
import { Judge, viewOf } from "./judge.js";
import { Requirements, type Demanding } from "./requirements.js";

/** How a strategy is known to passport. */
export interface StrategyOptions {
  /** What `passport.authenticate(name, …)` calls it by. Default `"product-auth"`. */
  readonly name?: string;
}

/**
 * A passport strategy that enforces product access rules. An admitted request has its access in `req.user` and in
 * `req.productAuth`, and the claims of its token in `req.authInfo`.
 */
export class ProductAuthStrategy<const P extends string = string, const A extends string = never>
  implements Strategy, Guards<Demanding, P, A>
{
  readonly name: string;
  /** Demands a credential for this product, or for any of several. */
  readonly requireProduct: Guards<Demanding, P, A>["requireProduct"];
  /** Demands a user's token that carries every one of these delegated scopes. */
  readonly requireScope: Guards<Demanding, P, A>["requireScope"];
  /** Demands a token that carries every one of these app roles, besides the product's own. */
  readonly requireRole: Guards<Demanding, P, A>["requireRole"];
  /** Demands what a rule says. */
  readonly require: Guards<Demanding, P, A>["require"];
  /** For passport: judges one request by the rule in the options of `passport.authenticate`. */
  readonly authenticate: (this: StrategyCreatedStatic, req: IncomingMessage, options?: object) => void;
  readonly #auth: ProductAuth<P, A>;
  readonly #judge: Judge<P, A>;

  /**
   * Takes options, or an instance made by core's `createProductAuth` that others share. Throws one
   * `ConfigurationError` that lists every problem.
   */
  constructor(
    options: ProductAuthOptions<P, A> | ProductAuth<P, A>,
    { name = "product-auth" }: StrategyOptions = {},
  ) {
    const auth = productAuthOf<P, A>(options);
    const requirements = new Requirements(auth);
    const judge = new Judge(auth, requirements);
    this.name = name;
    this.#auth = auth;
    this.#judge = judge;
    // Passport calls it on an object that only inherits from this one, and so has no private members.
    this.authenticate = function (req, given = {}) {
      // Taken at once: a strategy that is passed to `passport.authenticate` itself, and not by its name, is one object
      // for all requests, and the next one replaces these functions while this one still waits.
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
   * Error middleware for behind the routes: answers in full (status, challenges, `Retry-After`, body) what this
   * strategy refused under `failWithError: true`, and what it could not decide. Hands every other error on.
   */
  answerRefusals(): RefusalHandler {
    return answerRefusals(this.#judge);
  }

  /**
   * Fetches the signing keys; rejects with `ConfigurationError` when the issuer does not know the tenant, with
   * `UnavailableError` when it cannot be reached. Requests are answered 503 until it can.
   */
  ready(): Promise<void> {
    return this.#auth.ready();
  }

  /** Replaces products and APIs at run time; throws `ConfigurationError` and changes nothing when they are not sound. */
  update(catalog: CatalogOptions<P, A>): void {
    this.#auth.update(catalog);
  }

  /** Why a request is decided as it is. For operators, never for callers. */
  explain(req: IncomingMessage, rule?: Rule<P, A>): Promise<Explanation> {
    return this.#auth.explain(viewOf(this.#auth, req), rule);
  }

  /** State of keys and caches. */
  health(): Health {
    return this.#auth.health();
  }

  /** Ends what is under way and closes the store. */
  close(): Promise<void> {
    return this.#auth.close();
  }
}
