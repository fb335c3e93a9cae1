import type { OwnerState, SubscriptionState } from "@product-auth/core";
import type { StoredKey, StoredSubscription } from "@product-auth/core/subscriptions";

/** A subscription as machines read it. No digests; dates are texts in ISO 8601. */
export interface SubscriptionDocument {
  readonly id: string;
  readonly scope: string;
  readonly state: SubscriptionState;
  readonly displayName?: string;
  readonly ownerId?: string;
  readonly ownerState?: OwnerState;
  readonly stateComment?: string;
  readonly createdDate: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly keys: readonly KeyDocument[];
  readonly version: number;
}

/** What may be shown of a key. */
export interface KeyDocument {
  readonly slot: StoredKey["slot"];
  readonly hint: string;
  readonly peppered: boolean;
  /** When a regenerated key becomes void; absent for a current one. */
  readonly endsAt?: string;
}

/** What may be shown of a subscription. */
export function documentOf(stored: StoredSubscription): SubscriptionDocument {
  const { id, scope, state, displayName, ownerId, ownerState, stateComment, version } = stored;
  return {
    id,
    scope,
    state,
    ...(displayName !== undefined && { displayName }),
    ...(ownerId !== undefined && { ownerId }),
    ...(ownerState !== undefined && { ownerState }),
    ...(stateComment !== undefined && { stateComment }),
    createdDate: moment(stored.createdDate),
    ...(stored.startDate !== undefined && { startDate: moment(stored.startDate) }),
    ...(stored.endDate !== undefined && { endDate: moment(stored.endDate) }),
    keys: stored.keys.map(keyDocumentOf),
    version,
  };
}

const keyDocumentOf = ({ slot, hint, pepper, endsAt }: StoredKey): KeyDocument => ({
  slot,
  hint,
  peppered: pepper !== undefined,
  ...(endsAt !== undefined && { endsAt: moment(endsAt) }),
});

const moment = (milliseconds: number) => new Date(milliseconds).toISOString();
