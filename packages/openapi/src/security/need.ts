/** Credentials that a request must carry together: one alternative of what an operation demands. */
export interface Need {
  /** Any of these products, sorted; absent: any product. */
  readonly products?: readonly string[];
  readonly token: boolean;
  readonly key: boolean;
  /** Delegated scopes that the token must carry, all of them, sorted. With any, the token is a user's. */
  readonly scopes: readonly string[];
  /** App roles that the token must carry besides the product's, all of them, sorted. */
  readonly roles: readonly string[];
}

/** What an operation demands: one of the alternatives, or nothing when it is anonymous. */
export interface Demands {
  /** None and not anonymous: no request is admitted. */
  readonly alternatives: readonly Need[];
  /** Whether requests without a credential are admitted. */
  readonly anonymous: boolean;
}

/** What an open operation demands. */
export const OPEN: Demands = { alternatives: [], anonymous: true };

/** Sorted, each once. */
export const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].sort();

/** The products of both; undefined: any. */
export function commonProducts(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.filter((name) => other.includes(name));
}

/** The credentials of both needs together; undefined when no product satisfies both. */
export function together(one: Need, other: Need): Need | undefined {
  const products = commonProducts(one.products, other.products);
  if (products?.length === 0) return undefined;
  return {
    ...(products !== undefined && { products }),
    token: one.token || other.token,
    key: one.key || other.key,
    scopes: sorted([...one.scopes, ...other.scopes]),
    roles: sorted([...one.roles, ...other.roles]),
  };
}

/**
 * Whether every request that satisfies `one` satisfies `other`. A user's token with scopes does not satisfy a need without
 * any: that demands the app role of the product.
 */
export function implies(one: Need, other: Need): boolean {
  const { products } = other;
  return (
    (products === undefined || (one.products?.every((name) => products.includes(name)) ?? false)) &&
    (!other.key || one.key) &&
    (!other.token || (one.token && isUsers(one) === isUsers(other))) &&
    other.scopes.every((scope) => one.scopes.includes(scope)) &&
    other.roles.every((role) => one.roles.includes(role))
  );
}

const isUsers = ({ scopes }: Need): boolean => scopes.length > 0;

/** The same alternatives without those that another one makes superfluous. */
export function withoutSuperfluous(needs: readonly Need[]): readonly Need[] {
  return needs.filter(
    (need, i) =>
      !needs.some((other, j) => i !== j && implies(need, other) && (j < i || !implies(other, need))),
  );
}

/** Whether everything that satisfies `one` satisfies `other`. An anonymous operation admits everything. */
export const admitsAll = (other: Demands, one: Demands): boolean =>
  other.anonymous ||
  (!one.anonymous &&
    one.alternatives
      .flatMap(byProduct)
      .every((need) => other.alternatives.some((candidate) => implies(need, candidate))));

// A need for one of two products may be satisfied by two alternatives, one for each.
const byProduct = (need: Need): readonly Need[] =>
  need.products?.map((name) => ({ ...need, products: [name] })) ?? [need];
