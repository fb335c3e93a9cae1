import { digestKey } from "./key-digest.js";
import type { OwnerState, Subscription, SubscriptionState, SubscriptionStore } from "./subscription.js";

/** A subscription as written in the options, with its keys. The keys are digested at once and not kept. */
export interface SubscriptionOptions<P extends string = string, A extends string = string> {
  /** Unique name of the subscription. */
  readonly id: string;
  /** What its keys open: a product, an API, every API, or everything (for owners' tests). */
  readonly scope: `/products/${P}` | `/apis/${A}` | "/apis" | "/";
  /** Default `active`. */
  readonly state?: SubscriptionState;
  /** 1 to 256 characters. */
  readonly primaryKey: string;
  /** 1 to 256 characters; either key works at any time. */
  readonly secondaryKey?: string;
  readonly displayName?: string;
  readonly ownerId?: string;
  /** Keys of an owner who is not active admit nobody. Default `active`. */
  readonly ownerState?: OwnerState;
  /** The keys admit nobody before this moment: a `Date` or an ISO 8601 text. */
  readonly startDate?: Date | string;
  /** The keys admit nobody from this moment on: a `Date` or an ISO 8601 text. */
  readonly endDate?: Date | string;
}

/** A store over subscriptions given in code. Answers at once. */
export class MemorySubscriptionStore implements SubscriptionStore {
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
