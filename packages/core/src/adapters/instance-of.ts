import type { SettledCatalog } from "../catalog/settled-catalog.js";
import type { CallerLimits } from "../operators/caller-limits.js";
import type { Explanation } from "../operators/explain.js";
import type { Health } from "../operators/health.js";
import type { CatalogOptions } from "../options/options.js";
import type { ProductAuth } from "../product-auth.js";
import type { RequestView } from "../request/request-view.js";
import type { Rule } from "../rules/rule.js";

/** The members of every adapter besides its guards. `R`: the request type of its framework. */
export interface AdapterInstance<R, P extends string = string, A extends string = never> {
  /** Replaces products and APIs at run time. Throws `ConfigurationError`, and changes nothing, when they are invalid. */
  readonly update: (catalog: CatalogOptions<P, A>) => void;
  /** Like `update`, in steps between which requests are answered: for catalogs with hundreds of APIs. */
  readonly updateInSteps: (catalog: CatalogOptions<P, A>) => Promise<void>;
  /**
   * Fetches the signing keys. Rejects with `ConfigurationError` when the issuer does not know the tenant, with
   * `UnavailableError` when it cannot be reached; requests are answered 503 until it can.
   */
  readonly ready: () => Promise<void>;
  /** Explains the decision on a request, check by check. For operators, never for callers. Default rule: any product. */
  readonly explain: (request: R, rule?: Rule<P, A>) => Promise<Explanation>;
  /** The products and APIs for a portal, as they are now. `update` replaces the object; the one that was read before stays. */
  readonly catalog: SettledCatalog;
  /** Version of products, APIs and policies, as in every decision event: equal in every process that has the same ones. */
  readonly catalogVersion: string;
  /** What callers have used of their rate limits and quotas. For operators. */
  readonly limits: CallerLimits;
  /** Looks up a client application as decisions do. Undefined without the option `clientApplications`. For operators. */
  readonly clientApplications: ProductAuth["clientApplications"];
  /** State of keys, caches and counters. */
  readonly health: () => Health;
  /** Aborts key fetches and closes the store. */
  readonly close: () => Promise<void>;
}

/** Makes these members from a function that returns the view of a request. Add them with `withMembers`, which keeps getters. */
export function instanceOf<R, P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  viewOf: (request: R) => RequestView,
): AdapterInstance<R, P, A> {
  return {
    update: (catalog) => auth.update(catalog),
    updateInSteps: (catalog) => auth.updateInSteps(catalog),
    ready: () => auth.ready(),
    explain: (request, rule) => auth.explain(viewOf(request), rule),
    get catalog() {
      return auth.catalog;
    },
    get catalogVersion() {
      return auth.catalogVersion;
    },
    limits: auth.limits,
    clientApplications: auth.clientApplications,
    health: () => auth.health(),
    close: () => auth.close(),
  };
}
