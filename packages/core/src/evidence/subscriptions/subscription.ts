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

/** States of an owner, as in API Management; only `active` may call. */
export const OWNER_STATES = ["active", "blocked", "pending", "deleted"] as const;

/** State of the user who owns a subscription. */
export type OwnerState = (typeof OWNER_STATES)[number];

/** A subscription, as a store returns it for one of its keys. It contains no key. */
export interface Subscription {
  readonly id: string;
  /** What the keys grant access to: `/products/{name}`, `/apis/{name}`, `/apis` (every API) or `/` (everything). */
  readonly scope: string;
  readonly state: SubscriptionState;
  readonly displayName?: string;
  /** Id of the owner; absent for a standalone subscription. */
  readonly ownerId?: string;
  /** State of the owner. Default `active`. */
  readonly ownerState?: OwnerState;
  /** Milliseconds since 1970. Keys are refused before this time. */
  readonly startDate?: number;
  /** Milliseconds since 1970. Without `startDate`, the periods of quotas begin then. */
  readonly createdDate?: number;
  /** Milliseconds since 1970. Keys are refused from this time on. */
  readonly endDate?: number;
  /** Milliseconds since 1970 from which the key is refused; set for a regenerated key in its grace period. */
  readonly keyEndsAt?: number;
}

/** A store of subscriptions. It receives digests of keys, never keys. */
export interface SubscriptionStore {
  /**
   * Returns the subscription that has a key with this digest (base64url, see `digestKey`), or undefined, or a promise of
   * either. Sets `keyEndsAt` when that key has been regenerated. A request is answered 503 when it throws, rejects or
   * takes longer than the option `storeTimeout`. A store that caches must limit the age of its results, and
   * reject when it cannot.
   */
  findByKeyDigest(digest: string): Subscription | undefined | Promise<Subscription | undefined>;
  /**
   * Registers a listener for changes made by any process, so that caches drop them at once; returns a function that
   * removes it. Without this method caches drop a result when it expires.
   */
  onChange?(listener: (change: SubscriptionChange) => void): () => void;
  /** Called by `close()` of the instance that uses the store. */
  close?(): void | Promise<void>;
}

/** What caches must drop: these digests, or everything when changes may have been missed. */
export type SubscriptionChange = { readonly digests: readonly string[] } | "everything";
