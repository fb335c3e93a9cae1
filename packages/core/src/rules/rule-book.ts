import { ApiIndex, type Place } from "../catalog/api-index.js";
import type { Api, Operation } from "../catalog/apis.js";
import { findPlace } from "../catalog/find-place.js";
import { handOvers, type HandOver } from "../catalog/hand-overs.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { RequestView } from "../request/request-view.js";
import { anyProductOf, requirementOf, type Requirement, type Rule } from "./rule.js";
import { ScopeRules } from "./scope-rules.js";
import { settleRule } from "./check-rule.js";
import type { Catalog } from "../catalog/catalog.js";

/** What a request at some path must satisfy, or why it may not go on at all; "any-product" demands no more than that. */
export type AtPath<P extends string> = Requirement<P> | { readonly code: RefusalCode } | "any-product";

/** How requests are told apart. */
export interface PathSettings {
  /** Whether the path says which API is meant. Once true, it stays so. */
  readonly byPath: boolean;
  /** What becomes of a path of no API. */
  readonly unmatchedPaths: "refuse" | "any-product";
  /** Whether the application's routers tell capitals apart. */
  readonly caseSensitivePaths: boolean;
}

/** A catalog with all rules made over it, so that both can be replaced together. */
interface Edition<P extends string> {
  readonly catalog: Catalog<P>;
  readonly anyProduct: Requirement<P>;
  /** What a path demands: the API's requirement, or the same with the operation's name. */
  readonly byPlace: ReadonlyMap<Api<P> | Operation, Requirement<P>>;
  readonly apis: readonly Api<P>[];
  readonly index: ApiIndex<P>;
  /** What the handles given out stand for now; empty until the first replacement. */
  readonly current: ReadonlyMap<Requirement<P>, Requirement<P>>;
}

/**
 * The rules of one instance over its catalog. Requirements that were given out stay valid when the catalog is
 * replaced: they are handles, looked up in the edition of the moment.
 */
export class RuleBook<P extends string> {
  /** Demands a credential for any product. */
  readonly anyProduct: Requirement<P>;
  readonly #unmatched: PathSettings["unmatchedPaths"];
  readonly #caseSensitive: boolean;
  readonly #made = new Map<string, { handle: Requirement<P>; rule: Rule<P, string>; where: string }>();
  #byPath: boolean;
  #edition: Edition<P>;
  #scopeRules: ScopeRules<P> | undefined;

  constructor(catalog: Catalog<P>, { byPath, unmatchedPaths, caseSensitivePaths }: PathSettings) {
    this.#byPath = byPath;
    this.#unmatched = unmatchedPaths;
    this.#caseSensitive = caseSensitivePaths;
    this.#edition = editionOf(catalog, new Map());
    this.anyProduct = this.#edition.anyProduct;
  }

  get productNames(): readonly P[] {
    return [...this.#edition.catalog.products.values()].map(({ name }) => name);
  }

  get apiNames(): readonly string[] {
    return this.#edition.apis.map(({ name }) => name);
  }

  /** Whether requests are told apart by their path: also when no API is left, then all of them are refused. */
  get byPath(): boolean {
    return this.#byPath;
  }

  /** Makes a rule ready; the same rule gives the same handle, so that one made per request does not pile up. */
  make(rule: Rule<P, string>, where: string): Requirement<P> {
    // Settled first: JSON leaves out what is undefined, and a rule that says so is wrong.
    const handle = settleRule(rule, this.#edition.catalog, where);
    const key = `${where} ${JSON.stringify(rule)}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known.handle;
    // A copy: whoever wrote the rule may change its lists before the next update.
    this.#made.set(key, { handle, rule: structuredClone(rule), where });
    this.#scopeRules = undefined;
    return handle;
  }

  /** Makes a rule ready for one use. */
  judgeBy(rule: Rule<P, string>, where: string): Requirement<P> {
    return settleRule(rule, this.#edition.catalog, where);
  }

  /** What a handle stands for now. */
  now(handle: Requirement<P>): Requirement<P> {
    const { current, anyProduct } = this.#edition;
    if (handle === this.anyProduct) return anyProduct;
    return current.size === 0 ? handle : (current.get(handle) ?? handle);
  }

  /** Rules made with scopes: they may let a user's token pass where a wide requirement stands. */
  get scopeRules(): ScopeRules<P> {
    return (this.#scopeRules ??= new ScopeRules(
      [...this.#made.values()].map(({ handle }) => this.now(handle)),
    ));
  }

  /** A rule at a request's path: the API there says where its keys are sent, unless the rule names another one. */
  placed(requirement: Requirement<P>, view: RequestView): Requirement<P> {
    if (this.#edition.apis.length === 0) return requirement;
    const { api, operation } = this.#find(view) ?? {};
    if (api === undefined || (requirement.api ?? api) !== api) return requirement;
    return {
      ...requirement,
      api,
      key: api.key,
      ...(typeof operation === "object" && { operation: operation.name }),
    };
  }

  /** What the API at the request's path demands. */
  at(view: RequestView): AtPath<P> {
    const place = this.#find(view);
    if (place === undefined) return { code: "path_malformed" };
    const { api, operation } = place;
    if (api === undefined) return this.#unmatched === "any-product" ? "any-product" : { code: "api_unknown" };
    if (operation === undefined) return { code: "operation_unknown" };
    return this.#edition.byPlace.get(operation === "any" ? api : operation)!;
  }

  #find({ method, path, routing }: RequestView): Place<P> | undefined {
    return findPlace(this.#edition.index, {
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
    const current = new Map<Requirement<P>, Requirement<P>>();
    for (const { handle, rule, where } of this.#made.values())
      current.set(handle, settleRule(rule, catalog, where));
    const { apis } = this.#edition;
    this.#edition = editionOf(catalog, current);
    this.#byPath ||= byPath;
    this.#scopeRules = undefined;
    return handOvers(apis, this.#edition.index, this.#unmatched);
  }
}

function editionOf<P extends string>(
  catalog: Catalog<P>,
  current: ReadonlyMap<Requirement<P>, Requirement<P>>,
): Edition<P> {
  const apis = [...catalog.apis.values()];
  const byPlace = new Map<Api<P> | Operation, Requirement<P>>();
  for (const api of apis) {
    const requirement = requirementOf({ api: api.name }, productsOf(api, catalog), api);
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
