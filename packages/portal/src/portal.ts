import type { WebHandler } from "@product-auth/core/adapter";
import type { PortalHealth } from "./portal-health.js";

/** A developer portal: one function from a request to a response. Adapters mount it. */
export interface Portal extends WebHandler {
  /** State of the stores and of the providers, for operators. Never rejects. */
  health(): Promise<PortalHealth>;
  /** Ends what the portal has under way. The stores belong to the caller and stay open. */
  close(): Promise<void>;
}
