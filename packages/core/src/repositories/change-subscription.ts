import type { SubscriptionState } from "../evidence/subscriptions/subscription.js";
import { withoutExpiredKeys } from "./rotate-keys.js";
import { RepositoryConflictError } from "./repository-conflict-error.js";
import type { StoredSubscription, SubscriptionRepository } from "./stored-subscription.js";

/** A subscription before and after a change; the same object when there was nothing to change. */
export interface ChangedSubscription {
  readonly old: StoredSubscription;
  readonly subscription: StoredSubscription;
}

/** Thrown when no subscription has this id. */
export class SubscriptionNotFoundError extends Error {
  override readonly name = "SubscriptionNotFoundError";
  readonly code = "PRODUCT_AUTH_SUBSCRIPTION_NOT_FOUND";

  constructor(id: string) {
    super(`There is no subscription ${id}`);
  }
}

/** Thrown when the subscription is in none of the states that the change was limited to. It is unchanged. */
export class SubscriptionStateError extends Error {
  override readonly name = "SubscriptionStateError";
  readonly code = "PRODUCT_AUTH_SUBSCRIPTION_STATE";
  readonly state: SubscriptionState;

  constructor(id: string, state: SubscriptionState) {
    super(`Subscription ${id} is ${state}`);
    this.state = state;
  }
}

/** Maximum number of attempts of a change, when another process changes the same subscription in between. */
const ATTEMPTS = 5;

/**
 * Changes a subscription with one `replace`, so that every cache is notified. `next` computes the change from the current
 * subscription, and returns that one when there is nothing to change. On a version conflict the change is computed again.
 */
export async function changeSubscription(
  repository: SubscriptionRepository,
  clock: () => number,
  id: string,
  next: (old: StoredSubscription) => StoredSubscription,
): Promise<ChangedSubscription> {
  for (let attempt = 1; ; attempt++) {
    const old = await repository.get(id);
    if (old === undefined) throw new SubscriptionNotFoundError(id);
    const changed = next(old);
    if (changed === old) return { old, subscription: old };
    const keys = withoutExpiredKeys(changed.keys, clock());
    const subscription = { ...changed, keys, version: old.version + 1 };
    try {
      await repository.replace(subscription);
      return { old, subscription };
    } catch (error) {
      const again =
        error instanceof RepositoryConflictError && error.conflict === "version" && attempt < ATTEMPTS;
      if (!again) throw error;
    }
  }
}
