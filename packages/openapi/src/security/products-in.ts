import { entriesOf, memberOf } from "../document/json-values.js";
import { sorted } from "./need.js";

/** The extension that names products. */
export const X_PRODUCT = "x-product";

const MOST_PRODUCTS = 100;

/**
 * The products that `x-product` names in a document, a path, an operation or a security scheme: a name or a list of names,
 * sorted. An empty list stands for any product. Undefined without the extension.
 */
export function productsIn(value: unknown): readonly string[] | undefined | "invalid" {
  const given = memberOf(value, X_PRODUCT);
  if (given === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(given) ? given : [given];
  const isSound = names.every((name) => typeof name === "string" && name !== "");
  return isSound && names.length <= MOST_PRODUCTS ? sorted(names as readonly string[]) : "invalid";
}

/** The name of a member that was meant to be `x-product`, such as `x-products`; undefined without one. */
export const mistakenProduct = (value: unknown): string | undefined =>
  entriesOf(value).find(([name]) => name !== X_PRODUCT && MISTAKEN.test(name))?.[0];

const MISTAKEN = /^x[-_]?products?$/i;
