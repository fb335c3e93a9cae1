import type { ProductAuth } from "@product-auth/core";
import type { Portal } from "@product-auth/portal";
import type { ProductName } from "../catalog.js";

/** What the application of a framework is made of. */
export interface Parts {
  readonly auth: ProductAuth<ProductName, string>;
  readonly portal: Portal;
  /** Origin of the app: the only page that may call from a browser. */
  readonly app: string;
}
