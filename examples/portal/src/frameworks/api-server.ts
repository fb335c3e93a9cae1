import type { ProductAuth } from "@product-auth/core";
import type { Portal } from "@product-auth/portal";
import type { ProductName } from "../catalog.js";

/** The API and its portal in one of the frameworks. */
export interface ApiServer {
  /** Rejects when the port is taken. */
  listen(port: number): Promise<void>;
  close(): Promise<void>;
}

/** What a server is made of. */
export interface ApiParts {
  readonly auth: ProductAuth<ProductName, string>;
  readonly portal: Portal;
}

/** Path of the portal. */
export const MOUNT = "/developer";
