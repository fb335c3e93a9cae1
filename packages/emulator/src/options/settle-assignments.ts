import type { Product, RegisteredClient } from "../directory/directory.js";

/** Returns the roles of a client by product. Adds a problem for each product or role that is not registered. */
export function settleAssignments(
  given: readonly string[] | Readonly<Record<string, readonly string[]>>,
  products: ReadonlyMap<string, Product>,
  path: string,
  problems: string[],
): RegisteredClient["assignments"] {
  const assignments = new Map<string, readonly string[]>();
  const wanted = Array.isArray(given)
    ? (given as string[]).map((name): [string, undefined] => [name, undefined])
    : Object.entries(given as Record<string, string[]>);
  for (const [name, roles] of wanted) {
    const product = products.get(name);
    if (product === undefined) {
      problems.push(
        `${path}: there is no product "${name}"; add it to products, or use ${listed(products.keys())}.`,
      );
      continue;
    }
    for (const role of roles ?? []) {
      if (!product.roles.includes(role))
        problems.push(`${path}.${name}: the product has no role "${role}"; use ${listed(product.roles)}.`);
    }
    assignments.set(name, roles ?? product.roles);
  }
  return assignments;
}

/** Names for a message, in quotes. */
export function listed(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(", ") || "none yet";
}
