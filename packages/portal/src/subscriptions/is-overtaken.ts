import { SubscriptionNotFoundError, SubscriptionStateError } from "@product-auth/core/subscriptions";

/** Whether a change failed because another request was faster: the subscription is gone, or in another state already. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof SubscriptionStateError || error instanceof SubscriptionNotFoundError;
