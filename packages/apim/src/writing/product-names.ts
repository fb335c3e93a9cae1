import type { ImportedProduct } from "../configuration/configuration.js";
import type { Rule } from "../report/rule.js";

/** A rule about products with their names in the catalog: a condition may name a product by what portals show. */
export function withProductNames(
  rule: Rule,
  products: readonly Pick<ImportedProduct, "name" | "displayName">[],
): Rule {
  if (rule.kind !== "context" || rule.products === true) return rule;
  const known = new Set(products.map(({ name }) => name));
  return {
    ...rule,
    products: rule.products.flatMap((wanted) =>
      known.has(wanted)
        ? [wanted]
        : products.filter(({ displayName }) => displayName === wanted).map(({ name }) => name),
    ),
  };
}
