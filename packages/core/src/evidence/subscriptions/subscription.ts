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

/** A subscription as evidence: what a found key stands for. It holds no key. */
export interface Subscription {
  readonly id: string;
  /** What the keys open: `/products/{name}`, `/apis/{name}`, `/apis` (every API) or `/` (everything). */
  readonly scope: string;
  readonly state: SubscriptionState;
  readonly displayName?: string;
  /** Owner, as the store knows it; none for a standalone subscription. */
  readonly ownerId?: string;
  /** State of the owner; absent means active, or no owner. */
  readonly ownerState?: OwnerState;
  /** Milliseconds since 1970; before it the keys admit nobody. */
  readonly startDate?: number;
  /** Milliseconds since 1970; from then on the keys admit nobody. */
  readonly endDate?: number;
  /** Milliseconds since 1970 from which the presented key is void: it was regenerated and is in its grace time. */
  readonly keyEndsAt?: number;
}

/** Where subscriptions are found. A store sees digests of keys, never keys. */
export interface SubscriptionStore {
  /**
   * The subscription one of whose keys has this digest (base64url, see `digestKey`), or undefined. `keyEndsAt` is set
   * when that key has been regenerated. May answer at once or with a promise; a rejection means "could not find out"
   * and is answered 503; so is a promise that takes longer than the option `storeTimeout`. A store that answers
   * from a memory of its own must bound the age of what it answers, and reject beyond.
   */
  findByKeyDigest(digest: string): Subscription | undefined | Promise<Subscription | undefined>;
  /**
   * Tells of changes made anywhere, so that caches forget at once; returns a function that ends it. Where a store has
   * no such thing, caches forget when their time is over.
   */
  onChange?(listener: (change: SubscriptionChange) => void): () => void;
  /** Called by `close()` of the instance that uses the store. */
  close?(): void | Promise<void>;
}

/** What caches must forget: these digests, or everything when changes may have been missed. */
export type SubscriptionChange = { readonly digests: readonly string[] } | "everything";
