import type { Api } from "../catalog/apis.js";
import type { Product } from "../catalog/products.js";
import { compileRule, type CompiledRule } from "./rule.js";

/**
 * The rules with scopes of an instance. `app.use(auth)` uses them to let a user's token pass that the guard of the route
 * may admit. Built once per catalog.
 */
export class ScopeRules<P extends string = string> {
  readonly #rules: readonly CompiledRule<P>[];
  readonly #byApi = new Map<Api<P>, readonly CompiledRule<P>[]>();
  /** Rules restricted to some of their products; APIs with the same products share them. */
  readonly #narrowed = new Map<CompiledRule<P>, Map<string, CompiledRule<P>>>();

  /**
   * Takes each alternative of `anyOf` as a rule. Ignores rules without scopes, and rules with their own place of the token:
   * `app.use(auth)` does not look there.
   */
  constructor(rules: readonly CompiledRule<P>[]) {
    this.#rules = rules
      .flatMap((rule): readonly CompiledRule<P>[] => rule.alternatives ?? [rule])
      .filter(({ scopes, tokenPlace }) => scopes !== undefined && tokenPlace === undefined);
  }

  /** The scope rules that apply within the API of this requirement, restricted to its products; all rules without an API. */
  forApiOf({ api }: CompiledRule<P>): readonly CompiledRule<P>[] {
    if (api === undefined || this.#rules.length === 0) return this.#rules;
    let found = this.#byApi.get(api);
    if (found === undefined) {
      found = this.#rules
        .filter(({ rule }) => rule.api === undefined || rule.api === api.name)
        .map((rule) => this.#narrow(rule, api.products))
        .filter((rule) => rule !== undefined);
      this.#byApi.set(api, found);
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
