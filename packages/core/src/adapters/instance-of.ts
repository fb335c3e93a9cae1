import type { Explanation } from "../operators/explain.js";
import type { Health } from "../operators/health.js";
import type { CatalogOptions } from "../options/options.js";
import type { ProductAuth } from "../product-auth.js";
import type { RequestView } from "../request/request-view.js";
import type { Rule } from "../rules/rule.js";

/** What every adapter offers besides its guards; `R` is what its framework calls a request. */
export interface AdapterInstance<R, P extends string = string, A extends string = never> {
  /** Replaces products and APIs at run time; throws `ConfigurationError` and changes nothing when they are not sound. */
  readonly update: (catalog: CatalogOptions<P, A>) => void;
  /**
   * Fetches the signing keys; rejects with `ConfigurationError` when the issuer does not know the tenant, with
   * `UnavailableError` when it cannot be reached. Requests are answered 503 until it can.
   */
  readonly ready: () => Promise<void>;
  /** Why a request is decided as it is. For operators, never for callers. Default rule: any product. */
  readonly explain: (request: R, rule?: Rule<P, A>) => Promise<Explanation>;
  /** State of keys and caches. */
  readonly health: () => Health;
  /** Aborts key fetches and closes the store. */
  readonly close: () => Promise<void>;
}

/** Makes these members from the function that gives the view of a request. */
export function instanceOf<R, P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  viewOf: (request: R) => RequestView,
): AdapterInstance<R, P, A> {
  return {
    update: (catalog) => auth.update(catalog),
    ready: () => auth.ready(),
    explain: (request, rule) => auth.explain(viewOf(request), rule),
    health: () => auth.health(),
    close: () => auth.close(),
  };
}
