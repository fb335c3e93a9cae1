import { channel } from "node:diagnostics_channel";
import type { PortalEvent } from "./audit/portal-event.js";
import type { DocumentProblem } from "./openapi/api-descriptions.js";

/** Name of the diagnostics channel of portals: events of the audit, and problems. */
export const PORTAL_CHANNEL = "product-auth:portal";

/** A page that could not be answered, for the log of operators. */
export interface PortalProblem {
  /** The id that the page shows. */
  readonly reference: string;
  readonly status: number;
  readonly cause: unknown;
}

/** What is published on the channel. */
export type PortalMessage =
  | { readonly kind: "audit"; readonly event: PortalEvent }
  | { readonly kind: "problem"; readonly problem: PortalProblem }
  /** An OpenAPI document that cannot be used. Once per problem. */
  | { readonly kind: "document"; readonly problem: DocumentProblem };

const portals = channel(PORTAL_CHANNEL);

/** Publishes a message. Subscribers cannot break a request: node reports what they throw as an uncaught exception of theirs. */
export function publish(message: PortalMessage): void {
  if (portals.hasSubscribers) portals.publish(message);
}
