import type { Subscription, SubscriptionStore } from "./subscription.js";

/** A store that knows some subscriptions without a query to a database. */
export interface KnownSubscriptions extends SubscriptionStore {
  /** The subscription of a key, when it is in memory. Sends no query. */
  recall(digest: string): Subscription | undefined;
}
