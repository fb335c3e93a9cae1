/** What happened in a portal, for the audit. Holds no secret. */
export interface PortalEvent {
  readonly action: PortalAction;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Id of the user who acted; absent for a visitor. */
  readonly actor?: string;
  /** Id of the user whom it concerns. */
  readonly owner?: string;
  /** What was acted on: the id of a subscription, the name of a product… */
  readonly target?: string;
  /** A name of the target that people recognize. */
  readonly name?: string;
  readonly comment?: string;
  /** Network of the visitor: the first 24 bits of an IPv4 address, 56 of an IPv6 address. */
  readonly address?: string;
}

export type PortalAction =
  | "sign-in"
  | "sign-in-failed"
  | "sign-in-refused"
  | "sign-out"
  | "sign-out-elsewhere"
  | "user-created"
  | "profile-changed"
  | "subscribe"
  | "subscription-approved"
  | "subscription-rejected"
  | "keys-shown"
  | "subscription-renamed"
  | "key-regenerated"
  | "subscription-cancelled"
  | "console-key"
  | "application-registered"
  | "registration-discarded"
  | "registration-completed"
  | "product-added"
  | "product-requested"
  | "product-approved"
  | "product-rejected"
  | "product-removed"
  | "secret-made"
  | "secret-removed"
  | "secret-ends"
  | "application-suspended"
  | "application-restored"
  | "application-transferred"
  | "application-deleted"
  | "console-token"
  | "password-changed"
  | "identity-linked"
  | "identity-unlinked"
  | "user-groups"
  | "user-blocked"
  | "user-unblocked"
  | "user-deleted"
  | "user-closed"
  | "data-downloaded"
  | "mail-given-up"
  | "mails-changed"
  | "published"
  | "edition-restored"
  | "password-reset"
  | "invitation-sent"
  | "invitation-accepted"
  | "console-sign-in"
  | "console-sign-in-failed";
