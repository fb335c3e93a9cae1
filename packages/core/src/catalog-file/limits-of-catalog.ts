import { ConfigurationError } from "../lib/errors.js";
import { callerLimits, type CallerLimits, type LimitsEvent } from "../operators/caller-limits.js";
import { settleApis } from "../options/apis.js";
import { definedOf, problemsOfCatalog } from "../options/check.js";
import type { ProductPolicies } from "../options/policies.js";
import type { PolicyHolders } from "../options/policy-holders.js";
import { settleProducts } from "../options/products.js";
import { settlePolicies } from "../options/settle-policies.js";
import { settleTokens } from "../options/tokens.js";
import type { CounterStore } from "../policies/limits/counter-store.js";
import { NO_POLICIES } from "../policies/placed-policies.js";
import { RuleBook } from "../rules/rule-book.js";
import type { CatalogFile } from "./load-catalog.js";

/** Where the calls are counted. */
export interface LimitsOfCatalogOptions {
  /** The store in which the API counts. */
  readonly store: CounterStore;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  /** Called after each reset. Default: none. */
  readonly onReset?: (event: LimitsEvent) => void;
}

/**
 * What callers of an API have used, by the limits in its catalog file: `auth.limits` for a program other than the API.
 * Limits of rules, and of options in code, are not in the file. Throws `ConfigurationError` when the store cannot count
 * one of the limits.
 */
export function limitsOfCatalog(
  catalog: CatalogFile,
  { store, clock = () => Date.now(), onReset }: LimitsOfCatalogOptions,
): CallerLimits {
  const problems = problemsOfCatalog(catalog, store.kinds);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const { products, apis = {} } = catalog;
  const policies = settlePolicies(limitsIn(catalog), settleTokens({}), () => ({
    problems: [],
    policies: NO_POLICIES,
  }));
  const settled = { products: settleProducts({ products }), apis: settleApis({ apis }, {}), policies };
  const paths = { byPath: true, unmatchedPaths: "refuse", caseSensitivePaths: false } as const;
  const book = new RuleBook(settled, paths);
  return callerLimits({
    places: () => book.limitedPlaces,
    counters: store,
    clock,
    ...(onReset !== undefined && { onReset }),
  });
}

/** The limits alone: issuers of token policies may stand in the options, which this program does not have. */
function limitsIn({ products, apis = {}, policies = {} }: CatalogFile): PolicyHolders {
  return {
    policies: limitsAt(policies),
    products: byName(products, limitsAt),
    apis: byName(apis, ({ operations = {}, ...api }) => ({
      ...limitsAt(api),
      operations: byName(operations, limitsAt),
    })),
  } as PolicyHolders;
}

const limitsAt = ({ rateLimit, rateLimitByKey, quota, quotaByKey }: ProductPolicies): object =>
  definedOf({ rateLimit, rateLimitByKey, quota, quotaByKey });

const byName = <T>(entries: { readonly [name: string]: T }, change: (entry: T) => object): object =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, change(entry)]));
