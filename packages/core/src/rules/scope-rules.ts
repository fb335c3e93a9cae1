import type { Api } from "../catalog/apis.js";
import type { Product } from "../catalog/products.js";
import { compileRule, type CompiledRule } from "./rule.js";

/**
 * The rules of an instance that were made with scopes, ready to judge users' tokens where a wide requirement stands:
 * `app.use(auth)` lets such a token on when the route's own guard may. Made once per catalog, however many requests ask.
 */
export class ScopeRules<P extends string = string> {
  readonly #rules: readonly CompiledRule<P>[];
  readonly #within = new Map<Api<P>, readonly CompiledRule<P>[]>();
  /** Rules narrowed to some of their products: APIs with other products may share them. */
  readonly #narrowed = new Map<CompiledRule<P>, Map<string, CompiledRule<P>>>();

  /** Of these rules, those without scopes do not count. */
  constructor(rules: readonly CompiledRule<P>[]) {
    this.#rules = rules.filter(({ scopes }) => scopes !== undefined);
  }

  /** The rules that may stand in the API of this requirement, for its products alone; all rules where it has no API. */
  within({ api }: CompiledRule<P>): readonly CompiledRule<P>[] {
    if (api === undefined || this.#rules.length === 0) return this.#rules;
    let found = this.#within.get(api);
    if (found === undefined) {
      found = this.#rules
        .filter(({ rule }) => rule.api === undefined || rule.api === api.name)
        .map((rule) => this.#narrow(rule, api.products))
        .filter((rule) => rule !== undefined);
      this.#within.set(api, found);
    }
    return found;
  }

  #narrow(rule: CompiledRule<P>, names: readonly P[]): CompiledRule<P> | undefined {
    const products = rule.products.filter(({ name }) => names.includes(name));
    if (products.length === 0) return undefined;
    if (products.length === rule.products.length) return rule;
    const known = this.#narrowed.get(rule) ?? new Map<string, CompiledRule<P>>();
    this.#narrowed.set(rule, known);
    const key = JSON.stringify(products.map(({ name }: Product<P>) => name));
    const narrowed = known.get(key) ?? compileRule(rule.rule, products);
    known.set(key, narrowed);
    return narrowed;
  }
}
