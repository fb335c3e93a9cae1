import type { Api, Operation } from "./catalog/apis.js";
import { indexApis, matchApi, matchOperation, readPath, type ApiIndex } from "./catalog/match-api.js";
import type { Product } from "./catalog/products.js";
import type { RefusalCode } from "./refusals.js";
import type { RequestView } from "./request-view.js";
import { requirementOf, type Requirement, type Rule } from "./rule.js";
import { settleRule } from "./settings/check-rule.js";

/** Products and APIs, settled. */
export interface Catalog<P extends string = string> {
  readonly products: ReadonlyMap<string, Product<P>>;
  readonly apis: ReadonlyMap<string, Api<P>>;
}

/** What a request at some path must satisfy, or why it may not go on at all; "any-product" demands no more than that. */
export type AtPath<P extends string> = Requirement<P> | { readonly code: RefusalCode } | "any-product";

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
  readonly #unmatched: "refuse" | "any-product";
  readonly #made = new Map<string, { handle: Requirement<P>; rule: Rule<P, string>; where: string }>();
  #edition: Edition<P>;

  constructor(catalog: Catalog<P>, unmatched: "refuse" | "any-product") {
    this.#unmatched = unmatched;
    this.#edition = editionOf(catalog, new Map());
    this.anyProduct = this.#edition.anyProduct;
  }

  get productNames(): readonly P[] {
    return [...this.#edition.catalog.products.values()].map(({ name }) => name);
  }

  get apiNames(): readonly string[] {
    return this.#edition.apis.map(({ name }) => name);
  }

  /** Whether requests are told apart by their path. */
  get hasApis(): boolean {
    return this.#edition.apis.length > 0;
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

  /** Rules made with scopes: they may let a user's token pass where this wide requirement stands. */
  scopeRules(wide: Requirement<P>): readonly Requirement<P>[] {
    const rules = [...this.#made.values()]
      .filter(({ handle }) => handle.scopes !== undefined)
      .map(({ handle }) => this.now(handle));
    const { api, operation } = wide;
    if (api === undefined) return rules;
    // Within an API only its own products count, and only rules that may stand there.
    return rules
      .filter(({ rule }) => rule.api === undefined || rule.api === api.name)
      .map(({ rule, products }) => ({
        rule,
        within: products.filter(({ name }) => api.products.includes(name)),
      }))
      .filter(({ within }) => within.length > 0)
      .map(({ rule, within }) => ({
        ...requirementOf(rule, within, api),
        ...(operation !== undefined && { operation }),
      }));
  }

  /** A rule at a request's path: the API there says where its keys are sent, unless the rule names another one. */
  placed(requirement: Requirement<P>, view: RequestView): Requirement<P> {
    const segments = this.hasApis ? readPath(view.path) : undefined;
    const api = segments && matchApi(this.#edition.index, segments);
    if (segments === undefined || api === undefined || (requirement.api ?? api) !== api) return requirement;
    const operation = matchOperation(api, view.method, segments);
    return {
      ...requirement,
      api,
      key: api.key,
      ...(typeof operation === "object" && { operation: operation.name }),
    };
  }

  /** What the API at the request's path demands. */
  at(view: RequestView): AtPath<P> {
    const segments = readPath(view.path);
    if (segments === undefined) return { code: "path_malformed" };
    const api = matchApi(this.#edition.index, segments);
    if (api === undefined) return this.#unmatched === "any-product" ? "any-product" : { code: "api_unknown" };
    const operation = matchOperation(api, view.method, segments);
    if (operation === undefined) return { code: "operation_unknown" };
    return this.#edition.byPlace.get(operation === "any" ? api : operation)!;
  }

  /** Replaces the catalog. Throws, and keeps the old one, when a rule made before would no longer make sense. */
  replace(catalog: Catalog<P>): void {
    const current = new Map<Requirement<P>, Requirement<P>>();
    for (const { handle, rule, where } of this.#made.values())
      current.set(handle, settleRule(rule, catalog, where));
    this.#edition = editionOf(catalog, current);
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
  const names = [...catalog.products.values()].map(({ name }) => name);
  return {
    catalog,
    apis,
    index: indexApis(apis),
    byPlace,
    anyProduct: settleRule({ product: names }, catalog, "anyProduct"),
    current,
  };
}

const productsOf = <P extends string>(api: Api<P>, { products }: Catalog<P>) =>
  api.products.map((name) => products.get(name)!);
