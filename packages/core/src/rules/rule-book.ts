import { ApiIndex, type Place } from "../catalog/api-index.js";
import type { Api } from "../catalog/apis.js";
import { findPlace } from "../catalog/find-place.js";
import { reassignedPaths, type ReassignedPath } from "../catalog/reassigned-paths.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { RequestView } from "../request/request-view.js";
import { PlaceRules } from "./place-rules.js";
import { anyProductOf, type CompiledRule, type Rule } from "./rule.js";
import { inOrder, isEmpty, policiesIn, type PlacedPolicies } from "../policies/placed-policies.js";
import type { LimitedPlace } from "../policies/limits/counters-of-caller.js";
import { chainAt, PolicyChain } from "../policies/policy-chain.js";
import { copyOfRule, RuleKeys } from "./rule-keys.js";
import { namesScopes, scopesByProduct } from "./scopes-by-product.js";
import { ScopeRules } from "./scope-rules.js";
import { settleRule } from "./check-rule.js";
import type { Catalog } from "../catalog/catalog.js";

/** The rule that applies to a request, or the refusal of its path before any credential is read. */
export type Demanded<P extends string> = CompiledRule<P> | { readonly code: RefusalCode };

/** How request paths select APIs. */
export interface PathSettings {
  /** Whether the request path selects the API. Once true, it stays true. */
  readonly byPath: boolean;
  /** How a path that matches no API is handled. */
  readonly unmatchedPaths: "refuse" | "any-product";
  /** Whether the application's routers are case-sensitive. */
  readonly caseSensitivePaths: boolean;
}

/** A catalog, and the scopes that rules name by product. */
export interface Describable<P extends string> {
  readonly catalog: Catalog<P>;
  readonly scopes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A catalog with all rules compiled over it, so that both are replaced together. */
interface Snapshot<P extends string> {
  readonly catalog: Catalog<P>;
  readonly anyProduct: CompiledRule<P>;
  readonly byPlace: PlaceRules<P>;
  readonly apis: readonly Api<P>[];
  readonly index: ApiIndex<P>;
  /** The current rule for each requirement that was handed out; empty until the first replacement. */
  readonly current: ReadonlyMap<CompiledRule<P>, CompiledRule<P>>;
  /** The APIs at whose paths policies apply that do not apply elsewhere. */
  readonly withPolicies: ReadonlySet<string>;
  /** Rules at the API and operation of a path, made when a request first finds them there. */
  readonly placed: WeakMap<CompiledRule<P>, Map<CompiledRule<P>, CompiledRule<P>>>;
}

/**
 * The compiled rules of one instance. Requirements stay valid when the catalog is replaced: each is looked up in the
 * current snapshot.
 */
export class RuleBook<P extends string> {
  /** Requires a credential for any product. */
  readonly anyProduct: CompiledRule<P>;
  readonly #unmatched: PathSettings["unmatchedPaths"];
  readonly #caseSensitive: boolean;
  readonly #made = new Map<string, { handle: CompiledRule<P>; rule: Rule<P, string>; where: string }>();
  readonly #keys = new RuleKeys();
  #byPath: boolean;
  #snapshot: Snapshot<P>;
  #scopeRules: ScopeRules<P> | undefined;
  #describable: Describable<P> | undefined;
  #limitedPlaces: readonly LimitedPlace[] | undefined;

  constructor(catalog: Catalog<P>, { byPath, unmatchedPaths, caseSensitivePaths }: PathSettings) {
    this.#byPath = byPath;
    this.#unmatched = unmatchedPaths;
    this.#caseSensitive = caseSensitivePaths;
    this.#snapshot = snapshotOf(catalog, new Map());
    this.anyProduct = this.#snapshot.anyProduct;
  }

  /** The policies of the catalog and of all rules. */
  get policies(): PlacedPolicies {
    const rules = [...this.#made.values()].flatMap(({ handle }) => {
      const current = this.#current(handle);
      return [current, ...(current.alternatives ?? [])];
    });
    return inOrder([policiesIn(this.#snapshot.catalog.policies), ...rules.map(({ chain }) => chain?.rule)]);
  }

  /** The limits of every place, by the product that admits there; undefined: outside of any product. */
  get limitedPlaces(): readonly LimitedPlace[] {
    return (this.#limitedPlaces ??= this.#findLimitedPlaces());
  }

  #findLimitedPlaces(): readonly LimitedPlace[] {
    const { byPlace, anyProduct } = this.#snapshot;
    const rules = [...this.#made.values()].map(({ handle }) => this.#current(handle));
    const places = byPlace.all();
    const requirements = [
      anyProduct,
      ...places,
      ...[...rules, ...rules.flatMap((rule) => rule.alternatives ?? [])].flatMap((rule) => [
        rule,
        ...places.filter(({ api }) => (rule.api ?? api) === api).map((place) => this.#atPlace(rule, place)),
      ]),
    ];
    return requirements.flatMap(({ chain, products, api, operation }) =>
      [undefined, ...products.map(({ name }) => name)].flatMap((product) => {
        const limits = chain?.for(product).limits ?? [];
        return limits.length === 0 ? [] : [{ product, api: api?.name, operation, limits }];
      }),
    );
  }

  /** What a portal's description is made of: the same object until the catalog or the scopes of rules change. */
  get describable(): Describable<P> {
    return (this.#describable ??= {
      catalog: this.#snapshot.catalog,
      scopes: scopesByProduct([...this.#made.values()].map(({ handle }) => this.#current(handle))),
    });
  }

  get productNames(): readonly P[] {
    return [...this.#snapshot.catalog.products.values()].map(({ name }) => name);
  }

  get apiNames(): readonly string[] {
    return this.#snapshot.apis.map(({ name }) => name);
  }

  /** Whether the request path selects the API. It still does when the last API is removed: every request is refused then. */
  get byPath(): boolean {
    return this.#byPath;
  }

  /** Compiles a rule. The same rule returns the same requirement, so compiling one per request does not leak memory. */
  compile(rule: Rule<P, string>, where: string): CompiledRule<P> {
    // Validate first: JSON drops undefined members, and an undefined member is an error.
    const handle = settleRule(rule, this.#snapshot.catalog, where);
    const key = this.#keys.keyOf(rule, where);
    const known = this.#made.get(key);
    if (known !== undefined) return known.handle;
    // A copy: the application may change its lists before the next update.
    this.#made.set(key, { handle, rule: copyOfRule(rule), where });
    this.#scopeRules = undefined;
    this.#limitedPlaces = undefined;
    if (namesScopes(handle)) this.#describable = undefined;
    return handle;
  }

  /** Compiles a rule without remembering it. */
  compileOnce(rule: Rule<P, string>, where: string): CompiledRule<P> {
    return settleRule(rule, this.#snapshot.catalog, where);
  }

  /**
   * The rule that applies to this request. When the path selects the API, `anyProduct` becomes the rule of that API; any
   * other requirement keeps its rule and takes the key names and the policies of the API at the path.
   */
  atRequest(handle: CompiledRule<P>, view: RequestView): Demanded<P> {
    if (handle !== this.anyProduct || !this.#byPath) return this.#withPlace(this.#current(handle), view);
    const place = this.#find(view);
    if (place === undefined) return { code: "path_malformed" };
    const { api, operation } = place;
    if (api === undefined)
      return this.#unmatched === "any-product" ? this.#snapshot.anyProduct : { code: "api_unknown" };
    if (operation === undefined) return { code: "operation_unknown" };
    return this.#snapshot.byPlace.at(api, operation === "any" ? undefined : operation);
  }

  #current(handle: CompiledRule<P>): CompiledRule<P> {
    const { current, anyProduct } = this.#snapshot;
    if (handle === this.anyProduct) return anyProduct;
    return current.size === 0 ? handle : (current.get(handle) ?? handle);
  }

  /** The rules with scopes. `app.use(auth)` lets a user's token pass when it satisfies one of them. */
  get scopeRules(): ScopeRules<P> {
    return (this.#scopeRules ??= new ScopeRules(
      [...this.#made.values()].map(({ handle }) => this.#current(handle)),
    ));
  }

  // The API at the path decides where keys are sent and which policies apply, unless the rule names another API.
  #withPlace(requirement: CompiledRule<P>, view: RequestView): Demanded<P> {
    if (this.#snapshot.apis.length === 0) return requirement;
    const found = this.#find(view);
    if (found === undefined && this.#hasPoliciesByPath(requirement)) return { code: "path_malformed" };
    const { api, operation } = found ?? {};
    if (api === undefined || (requirement.api ?? api) !== api) return requirement;
    const place = this.#snapshot.byPlace.at(api, typeof operation === "object" ? operation : undefined);
    return this.#atPlace(requirement, place);
  }

  // A router may pass `/orders/a%2fb` and `/orders/.` to the handler at `/orders/:id`: the policies there must not end by a
  // spelling that names no API for certain.
  #hasPoliciesByPath({ api }: CompiledRule<P>): boolean {
    const { withPolicies } = this.#snapshot;
    return api === undefined ? withPolicies.size > 0 : withPolicies.has(api.name);
  }

  #atPlace(requirement: CompiledRule<P>, place: CompiledRule<P>): CompiledRule<P> {
    const { placed } = this.#snapshot;
    let byPlace = placed.get(requirement);
    if (byPlace === undefined)
      placed.set(requirement, (byPlace = new Map<CompiledRule<P>, CompiledRule<P>>()));
    let found = byPlace.get(place);
    if (found === undefined) byPlace.set(place, (found = atPlace(requirement, place)));
    return found;
  }

  #find({ method, path, routing }: RequestView): Place<P> | undefined {
    return findPlace(this.#snapshot.index, {
      method,
      sent: path,
      routing: routing ?? { targets: [path] },
      unmatchedIsOpen: this.#unmatched === "any-product",
      caseSensitive: this.#caseSensitive,
    });
  }

  /**
   * Replaces the catalog and returns what lists the paths that now belong to another API or operation. Throws
   * `ConfigurationError`, and keeps the old catalog, when a compiled rule names something that no longer exists. `index`: of
   * the APIs of the catalog, where it was made ahead.
   */
  replace(catalog: Catalog<P>, byPath: boolean, index?: ApiIndex<P>): () => readonly ReassignedPath[] {
    const current = new Map<CompiledRule<P>, CompiledRule<P>>();
    for (const { handle, rule, where } of this.#made.values())
      current.set(handle, settleRule(rule, catalog, where));
    const { apis } = this.#snapshot;
    const after = snapshotOf(catalog, current, index);
    this.#snapshot = after;
    this.#byPath ||= byPath;
    this.#scopeRules = undefined;
    this.#limitedPlaces = undefined;
    this.#describable = undefined;
    return () => reassignedPaths(apis, after.index, this.#unmatched);
  }
}

function snapshotOf<P extends string>(
  catalog: Catalog<P>,
  current: ReadonlyMap<CompiledRule<P>, CompiledRule<P>>,
  index?: ApiIndex<P>,
): Snapshot<P> {
  const apis = [...catalog.apis.values()];
  const products = [...catalog.products.values()];
  return {
    catalog,
    apis,
    index: index ?? new ApiIndex(apis),
    byPlace: new PlaceRules(catalog),
    anyProduct: anyProductOf(products, PolicyChain.of(catalog.policies, { products })),
    current,
    withPolicies: apisWithPolicies(catalog.policies),
    placed: new WeakMap(),
  };
}

/** The APIs that have policies, themselves or at an operation, or for which a product has a limit. */
function apisWithPolicies(policies: Catalog["policies"]): ReadonlySet<string> {
  if (policies === undefined) return new Set();
  const { byApi, byOperation, byProduct } = policies;
  const namesIn = (map: ReadonlyMap<string, PlacedPolicies>) =>
    [...map].filter(([, placed]) => !isEmpty(placed)).map(([name]) => name);
  return new Set([
    ...namesIn(byApi),
    ...namesIn(byOperation).map((name) => name.slice(0, name.indexOf("/"))), // no name of an API contains a slash
    ...[...byProduct.values()].flatMap(({ limits }) => limits.flatMap(({ api }) => api ?? [])),
  ]);
}

/** A rule with the API, the operation, the key names and the policies of a place. */
function atPlace<P extends string>(requirement: CompiledRule<P>, place: CompiledRule<P>): CompiledRule<P> {
  const chain = chainAt(requirement.chain, place.chain);
  return {
    ...requirement,
    api: place.api!,
    key: place.key!,
    ...(place.operation !== undefined && { operation: place.operation }),
    ...(chain !== undefined && { chain }),
  };
}
