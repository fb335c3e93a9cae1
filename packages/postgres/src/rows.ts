import type { OwnerState, Subscription, SubscriptionState } from "@product-auth/core";
import type { StoredKey, StoredSubscription } from "@product-auth/core/subscriptions";

/** A row of the statement `find`. */
export interface EvidenceRow {
  readonly id: string;
  readonly scope: string;
  readonly state: string;
  readonly display_name: string | null;
  readonly owner_id: string | null;
  readonly owner_state: string | null;
  readonly created_date: number;
  readonly start_date: number | null;
  readonly end_date: number | null;
  readonly ends_at: number | null;
}

/** A row of the statement `select`. `pg` returns `bigint` as a string. */
export interface SubscriptionRow extends Omit<EvidenceRow, "ends_at"> {
  readonly state_comment: string | null;
  readonly version: string | number;
  readonly keys: readonly KeyObject[] | null;
}

interface KeyObject {
  readonly slot: StoredKey["slot"];
  readonly digest: string;
  readonly hint: string;
  readonly pepper: string | null;
  readonly endsAt: number | string | null;
}

/** Converts a row of `find`. */
export function evidenceOf(row: EvidenceRow): Subscription {
  return Object.freeze({ ...shared(row), ...(row.ends_at !== null && { keyEndsAt: row.ends_at }) });
}

/** Converts a row of `select`. */
export function subscriptionOf(row: SubscriptionRow): StoredSubscription {
  return {
    ...shared(row),
    ...(row.state_comment !== null && { stateComment: row.state_comment }),
    keys: (row.keys ?? []).map(keyOf),
    version: Number(row.version),
  };
}

function keyOf({ slot, digest, hint, pepper, endsAt }: KeyObject): StoredKey {
  return {
    slot,
    digest,
    hint,
    ...(pepper !== null && { pepper }),
    ...(endsAt !== null && { endsAt: Number(endsAt) }), // JSON writes infinity as a string
  };
}

function shared(
  row: Omit<EvidenceRow, "ends_at">,
): Omit<Subscription, "keyEndsAt"> & { readonly createdDate: number } {
  return {
    id: row.id,
    scope: row.scope,
    state: row.state as SubscriptionState,
    createdDate: row.created_date,
    ...(row.display_name !== null && { displayName: row.display_name }),
    ...(row.owner_id !== null && { ownerId: row.owner_id }),
    ...(row.owner_state !== null && { ownerState: row.owner_state as OwnerState }),
    ...(row.start_date !== null && { startDate: row.start_date }),
    ...(row.end_date !== null && { endDate: row.end_date }),
  };
}
