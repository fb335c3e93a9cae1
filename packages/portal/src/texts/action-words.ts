import type { PortalAction } from "../audit/portal-event.js";

/** What happened, as lists of events show it. */
export const ACTION_WORDS: Readonly<Record<PortalAction, string>> = {
  "sign-in": "Signed in",
  "sign-in-failed": "Sign-in failed",
  "sign-in-refused": "Sign-in refused",
  "sign-out": "Signed out",
  "sign-out-elsewhere": "Signed out everywhere else",
  "user-created": "User created",
  "profile-changed": "Profile changed",
  subscribe: "Subscribed",
  "subscription-approved": "Subscription approved",
  "subscription-rejected": "Subscription rejected",
  "keys-shown": "Keys shown",
  "subscription-renamed": "Subscription renamed",
  "key-regenerated": "Key regenerated",
  "subscription-cancelled": "Subscription cancelled",
  "console-key": "Key for the console",
  "application-registered": "Application registered",
  "registration-discarded": "Registration given up",
  "product-added": "Product added to application",
  "product-requested": "Product requested for application",
  "product-approved": "Product approved for application",
  "product-rejected": "Product rejected for application",
  "product-removed": "Product removed from application",
  "secret-made": "Client secret made",
  "secret-removed": "Client secret removed",
  "secret-ends": "Client secret ends soon",
  "application-suspended": "Application suspended",
  "application-restored": "Application restored",
  "application-transferred": "Application transferred",
  "application-deleted": "Application deleted",
  "registration-completed": "Registration completed by hand",
  "console-token": "Token for the console",
  "password-changed": "Password changed",
  "identity-linked": "Way to sign in added",
  "identity-unlinked": "Way to sign in removed",
  "user-groups": "Groups changed",
  "user-blocked": "Blocked",
  "user-unblocked": "Unblocked",
  "user-deleted": "User deleted",
  "user-closed": "Account closed",
  "data-downloaded": "Data downloaded",
};

/** The words of an action; its own name for one that a newer version has stored. */
export const actionWords = (action: string): string =>
  Object.hasOwn(ACTION_WORDS, action) ? ACTION_WORDS[action as PortalAction] : action;
