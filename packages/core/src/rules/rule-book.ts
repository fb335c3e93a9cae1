import { ApiIndex, type Place } from "../catalog/api-index.js";
import type { Api, Operation } from "../catalog/apis.js";
import { findPlace } from "../catalog/find-place.js";
import { handOvers, type HandOver } from "../catalog/hand-overs.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { RequestView } from "../request/request-view.js";
import { anyProductOf, compileRule, type CompiledRule, type Rule } from "./rule.js";
import { ScopeRules } from "./scope-rules.js";
import { settleRule } from "./check-rule.js";
import type { Catalog } from "../catalog/catalog.js";

/** What a request must satisfy, or why its path is refused before any credential is looked at. */
export type Demanded<P extends string> = CompiledRule<P> | { readonly code: RefusalCode };

/** How requests are told apart. */
export interface PathSettings {
  /** Whether the path says which API is meant. Once true, it stays so. */
  readonly byPath: boolean;
  /** What becomes of a path of no API. */
  readonly unmatchedPaths: "refuse" | "any-product";
  /** Whether the application's routers tell capitals apart. */
  readonly caseSensitivePaths: boolean;
}

/** A catalog with all rules compiled over it, so that both are replaced together. */
interface Snapshot<P extends string> {
  readonly catalog: Catalog<P>;
  readonly anyProduct: CompiledRule<P>;
  /** What a path demands: the API's requirement, or the same with the operation's name. */
  readonly byPlace: ReadonlyMap<Api<P> | Operation, CompiledRule<P>>;
  readonly apis: readonly Api<P>[];
  readonly index: ApiIndex<P>;
  /** What each requirement that was given out means now; empty until the first replacement. */
  readonly current: ReadonlyMap<CompiledRule<P>, CompiledRule<P>>;
}

/**
 * The rules of one instance over its catalog. Requirements that were given out stay valid when the catalog is
 * replaced: they are looked up in the current snapshot.
 */
export class RuleBook<P extends string> {
  /** Demands a credential for any product. */
  readonly anyProduct: CompiledRule<P>;
  readonly #unmatched: PathSettings["unmatchedPaths"];
  readonly #caseSensitive: boolean;
  readonly #made = new Map<string, { handle: CompiledRule<P>; rule: Rule<P, string>; where: string }>();
  #byPath: boolean;
  #snapshot: Snapshot<P>;
  #scopeRules: ScopeRules<P> | undefined;

  constructor(catalog: Catalog<P>, { byPath, unmatchedPaths, caseSensitivePaths }: PathSettings) {
    this.#byPath = byPath;
    this.#unmatched = unmatchedPaths;
    this.#caseSensitive = caseSensitivePaths;
    this.#snapshot = snapshotOf(catalog, new Map());
    this.anyProduct = this.#snapshot.anyProduct;
  }

  get productNames(): readonly P[] {
    return [...this.#snapshot.catalog.products.values()].map(({ name }) => name);
  }

  get apiNames(): readonly string[] {
    return this.#snapshot.apis.map(({ name }) => name);
  }

  /** Whether requests are told apart by their path: also when no API is left, then all of them are refused. */
  get byPath(): boolean {
    return this.#byPath;
  }

  /** Compiles a rule; the same rule gives the same requirement, so that one made per request does not pile up. */
  compile(rule: Rule<P, string>, where: string): CompiledRule<P> {
    // Checked first: JSON leaves out what is undefined, and a member that is undefined is an error.
    const handle = settleRule(rule, this.#snapshot.catalog, where);
    const key = `${where} ${JSON.stringify(rule)}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known.handle;
    // A copy: the application may change its lists before the next update.
    this.#made.set(key, { handle, rule: structuredClone(rule), where });
    this.#scopeRules = undefined;
    return handle;
  }

  /** Compiles a rule for one use. */
  compileOnce(rule: Rule<P, string>, where: string): CompiledRule<P> {
    return settleRule(rule, this.#snapshot.catalog, where);
  }

  /**
   * What a requirement demands of this request: for `anyProduct`, where requests are told apart by their path, what the
   * API at the path demands; for every other one its rule, with the key names of the API at the path.
   */
  atRequest(handle: CompiledRule<P>, view: RequestView): Demanded<P> {
    if (handle !== this.anyProduct || !this.#byPath) return this.#withPlace(this.#current(handle), view);
    const place = this.#find(view);
    if (place === undefined) return { code: "path_malformed" };
    const { api, operation } = place;
    if (api === undefined)
      return this.#unmatched === "any-product" ? this.#snapshot.anyProduct : { code: "api_unknown" };
    if (operation === undefined) return { code: "operation_unknown" };
    return this.#snapshot.byPlace.get(operation === "any" ? api : operation)!;
  }

  #current(handle: CompiledRule<P>): CompiledRule<P> {
    const { current, anyProduct } = this.#snapshot;
    if (handle === this.anyProduct) return anyProduct;
    return current.size === 0 ? handle : (current.get(handle) ?? handle);
  }

  /** The rules that demand scopes: `app.use(auth)` lets a user's token pass that satisfies one of them. */
  get scopeRules(): ScopeRules<P> {
    return (this.#scopeRules ??= new ScopeRules(
      [...this.#made.values()].map(({ handle }) => this.#current(handle)),
    ));
  }

  // The API at the path says where its keys are sent, unless the rule names another API.
  #withPlace(requirement: CompiledRule<P>, view: RequestView): CompiledRule<P> {
    if (this.#snapshot.apis.length === 0) return requirement;
    const { api, operation } = this.#find(view) ?? {};
    if (api === undefined || (requirement.api ?? api) !== api) return requirement;
    return {
      ...requirement,
      api,
      key: api.key,
      ...(typeof operation === "object" && { operation: operation.name }),
    };
  }

  #find({ method, path, routing }: RequestView): Place<P> | undefined {
    return findPlace(this.#snapshot.index, {
      method,
      sent: path,
      routing: routing ?? { targets: [path] },
      outsideIsAPlace: this.#unmatched === "any-product",
      caseSensitive: this.#caseSensitive,
    });
  }

  /**
   * Replaces the catalog; gives the paths that another API decides for now. Throws, and keeps the old one, when a rule
   * made before would no longer make sense.
   */
  replace(catalog: Catalog<P>, byPath: boolean): readonly HandOver[] {
    const current = new Map<CompiledRule<P>, CompiledRule<P>>();
    for (const { handle, rule, where } of this.#made.values())
      current.set(handle, settleRule(rule, catalog, where));
    const { apis } = this.#snapshot;
    this.#snapshot = snapshotOf(catalog, current);
    this.#byPath ||= byPath;
    this.#scopeRules = undefined;
    return handOvers(apis, this.#snapshot.index, this.#unmatched);
  }
}

function snapshotOf<P extends string>(
  catalog: Catalog<P>,
  current: ReadonlyMap<CompiledRule<P>, CompiledRule<P>>,
): Snapshot<P> {
  const apis = [...catalog.apis.values()];
  const byPlace = new Map<Api<P> | Operation, CompiledRule<P>>();
  for (const api of apis) {
    const requirement = compileRule({ api: api.name }, productsOf(api, catalog), api);
    byPlace.set(api, requirement);
    for (const operation of api.operations ?? [])
      byPlace.set(operation, Object.freeze({ ...requirement, operation: operation.name }));
  }
  return {
    catalog,
    apis,
    index: new ApiIndex(apis),
    byPlace,
    anyProduct: anyProductOf([...catalog.products.values()]),
    current,
  };
}

const productsOf = <P extends string>(api: Api<P>, { products }: Catalog<P>) =>
  api.products.map((name) => products.get(name)!);
