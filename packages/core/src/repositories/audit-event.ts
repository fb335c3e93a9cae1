import type { SubscriptionState } from "../evidence/subscriptions/subscription.js";

/** What administration does; each is told to `onAudit`. */
export type AuditAction =
  | "create"
  | "activate"
  | "suspend"
  | "reject"
  | "cancel"
  | "expire"
  | "regenerate-primary"
  | "regenerate-secondary"
  | "delete";

/** One act of administration. Holds no key. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly subscriptionId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who did it, as the caller said. */
  readonly by?: string;
  readonly comment?: string;
  /** State before and after, where it changed. */
  readonly from?: SubscriptionState;
  readonly to?: SubscriptionState;
}

/** Who does it and why, for the audit. */
export interface Act {
  readonly by?: string;
  readonly comment?: string;
}
