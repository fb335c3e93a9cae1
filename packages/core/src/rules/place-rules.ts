import type { Api, Operation } from "../catalog/apis.js";
import type { Catalog } from "../catalog/catalog.js";
import { PolicyChain } from "../policies/policy-chain.js";
import { compileRule, type CompiledRule } from "./rule.js";

/**
 * The rule of each API of a catalog, and the same rule with the operation's name for each operation. Each is made when a
 * request first finds it: a catalog may have thousands, and is replaced while requests wait.
 */
export class PlaceRules<P extends string> {
  readonly #catalog: Catalog<P>;
  readonly #ofApi = new Map<Api<P>, CompiledRule<P>>();
  readonly #ofOperation = new Map<Operation, CompiledRule<P>>();

  constructor(catalog: Catalog<P>) {
    this.#catalog = catalog;
  }

  /** The rule of an API, or of one of its operations. */
  at(api: Api<P>, operation?: Operation): CompiledRule<P> {
    const known = operation === undefined ? this.#ofApi.get(api) : this.#ofOperation.get(operation);
    if (known !== undefined) return known;
    if (operation === undefined) {
      const made = this.#compile(api);
      this.#ofApi.set(api, made);
      return made;
    }
    const made = this.#withOperation(api, operation);
    this.#ofOperation.set(operation, made);
    return made;
  }

  /** All of them. */
  all(): readonly CompiledRule<P>[] {
    return [...this.#catalog.apis.values()].flatMap((api) => [
      this.at(api),
      ...(api.operations ?? []).map((operation) => this.at(api, operation)),
    ]);
  }

  #compile(api: Api<P>): CompiledRule<P> {
    const products = productsOf(api, this.#catalog);
    return compileRule(
      { api: api.name },
      products,
      api,
      PolicyChain.of(this.#catalog.policies, { products, api }),
    );
  }

  #withOperation(api: Api<P>, { name }: Operation): CompiledRule<P> {
    const products = productsOf(api, this.#catalog);
    const chain = PolicyChain.of(this.#catalog.policies, { products, api, operation: name });
    const more = chain === undefined ? {} : { chain };
    return Object.freeze({ ...this.at(api), operation: name, ...more });
  }
}

const productsOf = <P extends string>(api: Api<P>, { products }: Catalog<P>) =>
  api.products.map((name) => products.get(name)!);
