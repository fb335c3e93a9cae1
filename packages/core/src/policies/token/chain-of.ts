import type { CatalogPolicies, PolicyChain, TokenPolicy } from "./token-policy.js";

/** The place and the products of a requirement. */
interface Scope {
  readonly products: readonly { readonly name: string }[];
  readonly api?: { readonly name: string } | undefined;
  readonly operation?: string;
  readonly rule?: readonly TokenPolicy[];
}

const NONE: readonly TokenPolicy[] = Object.freeze([]);

/** The policies that apply to a requirement; undefined when there is none, which costs a request one comparison. */
export function chainOf(
  policies: CatalogPolicies | undefined,
  { products, api, operation, rule = NONE }: Scope,
): PolicyChain | undefined {
  if (policies === undefined) return undefined;
  const { global, byProduct } = policies;
  const chain: PolicyChain = {
    global,
    byProduct,
    api: (api && policies.byApi.get(api.name)) ?? NONE,
    operation:
      (api && operation !== undefined ? policies.byOperation.get(`${api.name}/${operation}`) : undefined) ??
      NONE,
    rule,
  };
  const hasAny =
    [global, chain.api, chain.operation, rule].some(({ length }) => length > 0) ||
    products.some(({ name }) => byProduct.has(name));
  return hasAny ? Object.freeze(chain) : undefined;
}

/** The policies of a rule at the API and operation of a path. */
export function chainAt(
  rule: PolicyChain | undefined,
  place: PolicyChain | undefined,
): PolicyChain | undefined {
  if (rule === undefined || place === undefined) return rule ?? place;
  return { ...rule, api: place.api, operation: place.operation };
}
