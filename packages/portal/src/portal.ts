import type { WebHandler } from "@product-auth/core/adapter";

/** A developer portal: one function from a request to a response. Adapters mount it. */
export interface Portal extends WebHandler {
  /** Ends what the portal has under way. The stores belong to the caller and stay open. */
  close(): Promise<void>;
}
