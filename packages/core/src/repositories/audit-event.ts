import type { OwnerState, SubscriptionState } from "../evidence/subscriptions/subscription.js";

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
  | "rename"
  | "transfer"
  | "owner-state"
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
  /** Owners before and after a transfer. */
  readonly fromOwner?: string;
  readonly toOwner?: string;
  /** State of the owner after the change. */
  readonly ownerState?: OwnerState;
}

/** Who makes a change and why, for the audit. */
export interface Act {
  readonly by?: string;
  readonly comment?: string;
}
