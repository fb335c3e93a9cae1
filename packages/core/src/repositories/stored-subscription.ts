import type {
  OwnerState,
  Subscription,
  SubscriptionState,
  SubscriptionStore,
} from "../evidence/subscriptions/subscription.js";

/** A stored key: its digest and its public hint. Never the key itself. */
export interface StoredKey {
  readonly slot: "primary" | "secondary";
  /** `digestKey` of the key, 43 characters base64url. Unique over all keys of a repository. */
  readonly digest: string;
  /** Prefix and last four characters: enough to recognize a key, not enough to use it. */
  readonly hint: string;
  /** Identifier of the pepper that the digest was made with (`pepperId`); absent for none. */
  readonly pepper?: string;
  /** Milliseconds since 1970 from which a regenerated key is refused; absent for a current key. */
  readonly endsAt?: number;
}

/** A subscription in a repository. Plain data, returned as it was stored. */
export interface StoredSubscription {
  readonly id: string;
  readonly scope: string;
  readonly state: SubscriptionState;
  readonly displayName?: string;
  readonly ownerId?: string;
  readonly ownerState?: OwnerState;
  /** Why it was rejected or suspended. */
  readonly stateComment?: string;
  /** Milliseconds since 1970, like every date here. */
  readonly createdDate: number;
  readonly startDate?: number;
  readonly endDate?: number;
  /** Current keys, and regenerated ones until their grace period ends. */
  readonly keys: readonly StoredKey[];
  /** Increases by one with every change, for optimistic concurrency control: see `replace`. */
  readonly version: number;
}

/** Filter and page of a list. Every given member must match. */
export interface SubscriptionQuery {
  readonly scope?: string;
  readonly state?: SubscriptionState;
  readonly ownerId?: string;
  /** Maximum number of items: 1 to 1000. Default 100. */
  readonly limit?: number;
  /** Start after this id. Lists are ordered by id, compared by code unit. */
  readonly after?: string;
}

/** One page of a list. `next`: value of `after` for the next page; absent on the last page. */
export interface SubscriptionPage {
  readonly items: readonly StoredSubscription[];
  readonly next?: string;
}

/** A store that can be changed. Every change is reported to the `onChange` listeners of all instances, where the store supports it. */
export interface SubscriptionRepository extends SubscriptionStore {
  get(id: string): Promise<StoredSubscription | undefined>;
  list(query?: SubscriptionQuery): Promise<SubscriptionPage>;
  /** Adds a subscription. Rejects with `RepositoryConflictError` when its id or one of its digests is in use. */
  insert(subscription: StoredSubscription): Promise<void>;
  /**
   * Replaces the subscription with this id. Rejects with `RepositoryConflictError` when the stored version is not one less
   * than the new one, or when a digest is in use.
   */
  replace(subscription: StoredSubscription): Promise<void>;
  /** Removes a subscription. Resolves to false when it does not exist. */
  delete(id: string): Promise<boolean>;
}

/** Converts a stored subscription to the `Subscription` of its key with this digest; undefined without such a key. */
export function asEvidence(stored: StoredSubscription, digest: string): Subscription | undefined {
  const key = stored.keys.find((candidate) => candidate.digest === digest);
  if (key === undefined) return undefined;
  const { keys: _keys, version: _version, stateComment: _comment, ...subscription } = stored;
  return Object.freeze({ ...subscription, ...(key.endsAt !== undefined && { keyEndsAt: key.endsAt }) });
}
