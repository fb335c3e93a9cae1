import type {
  OwnerState,
  Subscription,
  SubscriptionState,
  SubscriptionStore,
} from "../evidence/subscriptions/subscription.js";

/** A key at rest: its digest and what may be shown of it. */
export interface StoredKey {
  readonly slot: "primary" | "secondary";
  /** `digestKey` of the key, 43 characters base64url. Unique over all keys of a repository. */
  readonly digest: string;
  /** Readable prefix and last four characters: enough to recognise a key, useless to call with. */
  readonly hint: string;
  /** Which pepper the digest was made with (`pepperId`); absent for none. */
  readonly pepper?: string;
  /** Milliseconds since 1970 from which a regenerated key is void; absent for a current key. */
  readonly endsAt?: number;
}

/** A subscription at rest. Plain data: what a repository keeps and gives back unchanged. */
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
  /** Current keys, and regenerated ones until their grace time is over. */
  readonly keys: readonly StoredKey[];
  /** Grows by one with every change: who replaces a subscription names the version that was read. */
  readonly version: number;
}

/** Which subscriptions to list. Every given member must match. */
export interface SubscriptionQuery {
  readonly scope?: string;
  readonly state?: SubscriptionState;
  readonly ownerId?: string;
  /** Most to give back; default 100, at most 1000. */
  readonly limit?: number;
  /** Continue after this id; lists are in the order of ids, compared by code unit. */
  readonly after?: string;
}

/** One page of a list; `next` is the id to continue after, absent on the last page. */
export interface SubscriptionPage {
  readonly items: readonly StoredSubscription[];
  readonly next?: string;
}

/** A store that can be written to. Every change is told to `onChange` listeners of all instances, where it can be. */
export interface SubscriptionRepository extends SubscriptionStore {
  get(id: string): Promise<StoredSubscription | undefined>;
  list(query?: SubscriptionQuery): Promise<SubscriptionPage>;
  /** Adds a subscription; rejects with `RepositoryConflictError` when its id or one of its digests is taken. */
  insert(subscription: StoredSubscription): Promise<void>;
  /**
   * Replaces the subscription of this id, whose version must be one less than the new one's; rejects with
   * `RepositoryConflictError` when it is not, or when a digest is taken.
   */
  replace(subscription: StoredSubscription): Promise<void>;
  /** Removes a subscription; false when there was none. */
  delete(id: string): Promise<boolean>;
}

/** What clashed: the id or a digest exists already, or somebody else changed the subscription in between. */
export class RepositoryConflictError extends Error {
  override readonly name = "RepositoryConflictError";
  readonly code = "PRODUCT_AUTH_REPOSITORY_CONFLICT";
  readonly conflict: "id" | "digest" | "version";

  constructor(conflict: "id" | "digest" | "version", id: string) {
    const what = {
      id: "exists already",
      digest: "has a key that is taken",
      version: "was changed by somebody else",
    };
    super(`Subscription ${id} ${what[conflict]}`);
    this.conflict = conflict;
  }
}

/** The part of a stored subscription that decides, for the key with this digest; undefined when it has no such key. */
export function asEvidence(stored: StoredSubscription, digest: string): Subscription | undefined {
  const key = stored.keys.find((candidate) => candidate.digest === digest);
  if (key === undefined) return undefined;
  const {
    keys: _keys,
    version: _version,
    createdDate: _created,
    stateComment: _comment,
    ...subscription
  } = stored;
  return Object.freeze({ ...subscription, ...(key.endsAt !== undefined && { keyEndsAt: key.endsAt }) });
}
