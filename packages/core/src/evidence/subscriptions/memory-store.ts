import { digestKey } from "./key-digest.js";
import type { KnownSubscriptions } from "./known-subscriptions.js";
import type { OwnerState, Subscription, SubscriptionState } from "./subscription.js";

/** A subscription in the options, with its keys. Only the digests of the keys are kept. */
export interface SubscriptionOptions<P extends string = string, A extends string = string> {
  /** Unique name of the subscription. */
  readonly id: string;
  /** What its keys grant access to: a product, an API, every API, or everything (for tests by the owner). */
  readonly scope: `/products/${P}` | `/apis/${A}` | "/apis" | "/";
  /** Default `active`. */
  readonly state?: SubscriptionState;
  /** 1 to 256 characters. */
  readonly primaryKey: string;
  /** 1 to 256 characters. Both keys work at any time. */
  readonly secondaryKey?: string;
  readonly displayName?: string;
  readonly ownerId?: string;
  /** Keys are refused unless the owner is active. Default `active`. */
  readonly ownerState?: OwnerState;
  /** Keys are refused before this time: a `Date` or an ISO 8601 string. */
  readonly startDate?: Date | string;
  /** Keys are refused from this time on: a `Date` or an ISO 8601 string. */
  readonly endDate?: Date | string;
}

/** A store of subscriptions given in code. Answers synchronously. */
export class MemorySubscriptionStore implements KnownSubscriptions {
  readonly #byDigest = new Map<string, Subscription>();

  constructor(subscriptions: readonly SubscriptionOptions[], pepper = "") {
    for (const options of subscriptions) {
      const subscription = Object.freeze(withoutKeys(options));
      for (const key of [options.primaryKey, options.secondaryKey]) {
        if (key !== undefined) this.#byDigest.set(digestKey(key, pepper), subscription);
      }
    }
  }

  findByKeyDigest(digest: string): Subscription | undefined {
    return this.#byDigest.get(digest);
  }

  recall(digest: string): Subscription | undefined {
    return this.#byDigest.get(digest);
  }
}

function withoutKeys({
  primaryKey: _1,
  secondaryKey: _2,
  startDate,
  endDate,
  ...rest
}: SubscriptionOptions): Subscription {
  return {
    ...rest,
    state: rest.state ?? "active",
    ...(startDate !== undefined && { startDate: new Date(startDate).getTime() }),
    ...(endDate !== undefined && { endDate: new Date(endDate).getTime() }),
  };
}
