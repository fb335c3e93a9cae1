import type { JsonObject } from "@product-auth/core/records";
import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { nameOf } from "../subscriptions/scope.js";
import { momentOf } from "./moment-of.js";

/** A subscription in a list. */
export const subscriptionData = (subscription: StoredSubscription): JsonObject => ({
  id: subscription.id,
  displayName: nameOf(subscription),
  scope: subscription.scope,
  state: subscription.state,
  createdDate: momentOf(subscription.createdDate),
});

/** A subscription on its own page. `hasUnshownKeys`: whether its keys can be shown, once. */
export const subscriptionPageData = (
  subscription: StoredSubscription,
  { now, hasUnshownKeys }: { readonly now: number; readonly hasUnshownKeys: boolean },
): JsonObject => {
  const { state, stateComment, startDate, endDate, keys } = subscription;
  const areKeysShown = state !== "submitted" && !hasUnshownKeys;
  return {
    ...subscriptionData(subscription),
    stateComment,
    startDate: momentOf(startDate),
    endDate: momentOf(endDate),
    hasUnshownKeys,
    keys: areKeysShown
      ? keys
          .filter(({ endsAt }) => endsAt === undefined || endsAt > now)
          .map(({ slot, hint, endsAt }) => ({ slot, hint, endDate: momentOf(endsAt) }))
      : [],
  };
};

/** The keys of a subscription, for the one answer that shows them. */
export const shownKeys = ({
  primaryKey,
  secondaryKey,
}: {
  readonly primaryKey: string;
  readonly secondaryKey: string;
}): JsonObject => ({ primaryKey, secondaryKey });
