import type { KeyPlace, Problem } from "@product-auth/core";
import { memberOf, type JsonObject } from "../document/json-values.js";
import type { DocumentOperation } from "../document/operations.js";
import { demandsOfSecurity, type ReadDemands } from "./demands-of-security.js";
import { OPEN } from "./need.js";
import { productsIn, X_PRODUCT } from "./products-in.js";
import type { Scheme } from "./schemes.js";

/** What a document says about an operation. */
export interface StatedDemands extends ReadDemands {
  /** Whether the operation or the document has `security` at all. Without, OpenAPI calls an operation open. */
  readonly isStated: boolean;
  /** Products of the operation; undefined: any. */
  readonly products: readonly string[] | undefined;
  /** Whether the operation itself names its products. */
  readonly ownProducts: boolean;
}

/** What operations are read with. */
export interface DocumentContext {
  readonly document: JsonObject;
  readonly schemes: ReadonlyMap<string, Scheme>;
}

/** What a document demands for an operation: its own `security`, else that of the document; `x-product` likewise. */
export function demandsOfOperation(
  { operation, item, pointer }: DocumentOperation,
  { document, schemes }: DocumentContext,
  keys: readonly KeyPlace[],
): StatedDemands {
  const levels = [operation, item, document].map(productsIn);
  const found = levels.find((level) => level !== undefined);
  const problems: readonly Problem[] =
    found === "invalid"
      ? [
          {
            path: `${pointer}/${X_PRODUCT}`,
            message: "names no product",
            fix: "write a name, or a list of names",
          },
        ]
      : [];
  const products = found === undefined || found === "invalid" || found.length === 0 ? undefined : found;
  const about = { products, ownProducts: levels[0] !== undefined };
  const isOwn = Object.hasOwn(operation, "security");
  if (!isOwn && !Object.hasOwn(document, "security"))
    return { demands: OPEN, problems, isStated: false, ...about };
  const security = memberOf(isOwn ? operation : document, "security");
  const read = demandsOfSecurity(security, isOwn ? `${pointer}/security` : "#/security", {
    schemes,
    products,
    keys,
  });
  return { ...read, problems: [...problems, ...read.problems], isStated: true, ...about };
}
