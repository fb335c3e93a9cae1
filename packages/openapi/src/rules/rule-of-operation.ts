import type { Problem, SettledCatalog } from "@product-auth/core";
import type { DocumentOperation } from "../document/operations.js";
import type { StatedDemands } from "../security/demands-of-operation.js";
import { X_PRODUCT } from "../security/products-in.js";
import type { DocumentRule } from "./document-rules.js";
import { ruleOfAlternatives } from "./rule-of-demands.js";

/**
 * The rule of an operation, or why there is none. An operation is open only where the document says so: OpenAPI calls an
 * operation open too when `security` was forgotten.
 */
export function ruleOfOperation(
  { pointer }: DocumentOperation,
  stated: StatedDemands,
  { products: known }: SettledCatalog,
): DocumentRule | readonly Problem[] {
  const { demands, problems, isStated, products, ownProducts } = stated;
  if (problems.length > 0) return problems;
  const refuse = (message: string, fix: string) => [{ path: pointer, message, fix }];
  if (!isStated && products === undefined) {
    const fix = "write security: [] for an open operation, or the security requirements of all others";
    return refuse("has no security, and neither has the document", fix);
  }
  if (!isStated) return ofProducts(products!);
  if (!demands.anonymous) return ruleOfAlternatives(demands.alternatives) as DocumentRule;
  // A product that was only inherited does not contradict `security: []`.
  if (products === undefined || (!ownProducts && demands.alternatives.length === 0)) return "open";
  const [name, ...others] = products;
  if (others.length === 0 && known.get(name!)?.open === true) return ofProducts([name!]);
  return refuse(
    `admits requests without a credential, and ${X_PRODUCT} names ${products.join(" and ")}, not one open product`,
    `remove {} and security: [], or ${X_PRODUCT}, or let the product accept "open"`,
  );
}

const ofProducts = (names: readonly string[]): DocumentRule => ({
  product: names.length === 1 ? names[0]! : names,
});
