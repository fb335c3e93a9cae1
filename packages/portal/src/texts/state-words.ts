import type { SubscriptionState } from "@product-auth/core";

/** The states of a subscription as pages show them. */
export const STATE_WORDS: Readonly<Record<SubscriptionState, string>> = {
  active: "Active",
  submitted: "Submitted, waiting for approval",
  rejected: "Rejected",
  suspended: "Suspended",
  cancelled: "Cancelled",
  expired: "Expired",
};
