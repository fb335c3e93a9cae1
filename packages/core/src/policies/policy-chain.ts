import type { ConnectionPolicy } from "./connection/connection-policy.js";
import { appliesAt } from "./limits/limit-policy.js";
import {
  inOrder,
  isEmpty,
  NO_POLICIES,
  type CatalogPolicies,
  type PlacedPolicies,
} from "./placed-policies.js";

/** The place and the products of a requirement. */
interface Scope {
  readonly products: readonly { readonly name: string }[];
  readonly api?: { readonly name: string } | undefined;
  readonly operation?: string;
  readonly rule?: PlacedPolicies;
}

/**
 * The policies that apply to a requirement: those of the instance, the product, the API, the operation and the rule, in
 * this order. Which product's apply is known only after the credential was judged, so they are put in order per product,
 * once for each.
 */
export class PolicyChain {
  readonly rule: PlacedPolicies;
  readonly #policies: CatalogPolicies;
  readonly #scope: Scope;
  readonly #places: {
    readonly api: PlacedPolicies | undefined;
    readonly operation: PlacedPolicies | undefined;
  };
  readonly #byProduct = new Map<string | undefined, PlacedPolicies>();
  readonly #withRule = new WeakMap<PlacedPolicies, PolicyChain>();
  /** The policies to judge before a credential is read: all about the connection, but for those of the product. */
  readonly connection: readonly ConnectionPolicy[];

  private constructor(policies: CatalogPolicies, scope: Scope) {
    const { api, operation, rule = NO_POLICIES } = scope;
    this.#policies = policies;
    this.#scope = scope;
    this.rule = rule;
    this.#places = {
      api: api && policies.byApi.get(api.name),
      operation:
        api && operation !== undefined ? policies.byOperation.get(`${api.name}/${operation}`) : undefined,
    };
    this.connection = inOrder([policies.global, this.#places.api, this.#places.operation]).connection;
  }

  /** The chain of a requirement; undefined when no policy applies, which costs a request one comparison. */
  static of(policies: CatalogPolicies | undefined, scope: Scope): PolicyChain | undefined {
    if (policies === undefined) return undefined;
    const chain = new PolicyChain(policies, scope);
    const hasAny = [undefined, ...scope.products.map(({ name }) => name)].some(
      (product) => !isEmpty(chain.for(product)),
    );
    return hasAny || chain.connection.length > 0 ? chain : undefined;
  }

  /**
   * The policies that apply to requests that this product admits; undefined: outside of any product. Of those about the
   * connection only the product's own.
   */
  for(product: string | undefined): PlacedPolicies {
    const known = this.#byProduct.get(product);
    if (known !== undefined) return known;
    const { global, byProduct } = this.#policies;
    const ofProduct = product === undefined ? undefined : byProduct.get(product);
    const { api, operation } = this.#scope;
    const all = inOrder([global, ofProduct, this.#places.api, this.#places.operation, this.rule]);
    const found = Object.freeze({
      ...all,
      connection: ofProduct?.connection ?? NO_POLICIES.connection,
      limits: all.limits.filter((limit) => appliesAt(limit, api?.name, operation)),
    });
    this.#byProduct.set(product, found);
    return found;
  }

  /** All policies that may apply, whichever product admits, for reports. */
  all(products: readonly string[]): PlacedPolicies {
    const { global, byProduct } = this.#policies;
    const { api, operation } = this.#places;
    const all = inOrder([global, ...products.map((name) => byProduct.get(name)), api, operation, this.rule]);
    const at = this.#scope;
    return { ...all, limits: all.limits.filter((limit) => appliesAt(limit, at.api?.name, at.operation)) };
  }

  /** The same chain with the policies of another rule: those of the alternative that admitted. */
  withRule(rule: PlacedPolicies): PolicyChain {
    if (rule === this.rule) return this;
    let known = this.#withRule.get(rule);
    if (known === undefined)
      this.#withRule.set(rule, (known = new PolicyChain(this.#policies, { ...this.#scope, rule })));
    return known;
  }
}

/** The policies of a rule at the API and operation of a path. */
export function chainAt(
  rule: PolicyChain | undefined,
  place: PolicyChain | undefined,
): PolicyChain | undefined {
  return rule === undefined ? place : (place?.withRule(rule.rule) ?? rule);
}
