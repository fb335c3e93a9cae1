/** States of a subscription, as in API Management; only `active` admits. */
export const SUBSCRIPTION_STATES = [
  "active",
  "submitted",
  "rejected",
  "suspended",
  "cancelled",
  "expired",
] as const;

/** State of a subscription. */
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** A subscription as evidence: what a found key stands for. It holds no key. */
export interface Subscription {
  readonly id: string;
  /** `/products/{name}`: what the keys open. */
  readonly scope: string;
  readonly state: SubscriptionState;
  readonly displayName?: string;
  /** Owner, as the store knows it; none for a standalone subscription. */
  readonly ownerId?: string;
  /** Milliseconds since 1970; before it the keys admit nobody. */
  readonly startDate?: number;
  /** Milliseconds since 1970; from then on the keys admit nobody. */
  readonly endDate?: number;
}

/** Where subscriptions are found. A store sees digests of keys, never keys. */
export interface SubscriptionStore {
  /**
   * The subscription one of whose keys has this digest (base64url, see `digestKey`), or undefined.
   * May answer at once or with a promise; a rejection means "could not find out" and is answered 503.
   */
  findByKeyDigest(digest: string): Subscription | undefined | Promise<Subscription | undefined>;
  /** Called by `close()` of the instance that uses the store. */
  close?(): void | Promise<void>;
}
