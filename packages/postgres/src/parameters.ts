import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { refuseUnstorable } from "./storable-text.js";

/** Makes the parameters of the statements `insert` and `update`. Throws `RangeError` for text that PostgreSQL cannot store. */
export function subscriptionParameters(subscription: StoredSubscription): unknown[] {
  const texts = [
    subscription.id,
    subscription.scope,
    subscription.state,
    subscription.displayName,
    subscription.ownerId,
    subscription.ownerState,
    subscription.stateComment,
  ];
  refuseUnstorable(texts);
  const [id, ...others] = texts;
  return [
    id,
    idOrder(subscription.id),
    ...others,
    subscription.createdDate,
    subscription.startDate,
    subscription.endDate,
    subscription.version,
  ];
}

/** Makes the parameters of the statement `insertKeys`: the id, and the keys column by column. */
export function keyParameters({ id, keys }: StoredSubscription): unknown[] {
  const columns = [
    keys.map(({ slot }) => slot),
    keys.map(({ digest }) => digest),
    keys.map(({ hint }) => hint),
    keys.map(({ pepper }) => pepper ?? null),
  ];
  refuseUnstorable(columns.flat());
  return [id, ...columns, keys.map(({ endsAt }) => endsAt ?? null)];
}

/** Encodes an id as bytes whose order is that of its code units: UTF-16, high byte first. */
export function idOrder(id: string): Buffer {
  return Buffer.from(id, "utf16le").swap16();
}
