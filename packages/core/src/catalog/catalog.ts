import type { CatalogPolicies } from "../policies/placed-policies.js";
import type { Api } from "./apis.js";
import type { Product } from "./products.js";

/** Products and APIs by name, with every default filled in. */
export interface Catalog<P extends string = string> {
  readonly products: ReadonlyMap<string, Product<P>>;
  readonly apis: ReadonlyMap<string, Api<P>>;
  /** The policies; absent when there is none at all. */
  readonly policies?: CatalogPolicies | undefined;
}
