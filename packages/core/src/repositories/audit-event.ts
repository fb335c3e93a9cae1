import type { SubscriptionState } from "../evidence/subscriptions/subscription.js";

/** A kind of change, as reported to `onAudit`. */
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

/** A change of a subscription. Contains no key. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly subscriptionId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who made the change, as given by the caller. */
  readonly by?: string;
  readonly comment?: string;
  /** State before the change. */
  readonly from?: SubscriptionState;
  /** State after the change. */
  readonly to?: SubscriptionState;
}

/** Who makes a change and why, for the audit. */
export interface Act {
  readonly by?: string;
  readonly comment?: string;
}
