import type { WebHandler } from "@product-auth/core/adapter";
import type { SiteUsers } from "./delegation/site-users.js";
import type { PublishedFile } from "./publishing/publish-file.js";
import type { PortalHealth } from "./portal-health.js";

/** A developer portal: one function from a request to a response. Adapters mount it. */
export interface Portal extends WebHandler {
  /** State of the stores and of the providers, for operators. Never rejects. */
  health(): Promise<PortalHealth>;
  /** Users, for the site that the portal delegates to. */
  readonly users: SiteUsers;
  /**
   * Publishes the settings file as it is now, or the options of the program where there is none, for all instances. Rejects with
   * one `ConfigurationError` that lists every problem, and with `EditionConflictError` when another edition is published at the
   * same time.
   */
  publish(): Promise<PublishedFile>;
  /** Ends what the portal has under way. The stores belong to the caller and stay open. */
  close(): Promise<void>;
}
