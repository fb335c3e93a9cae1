import {
  asEvidence,
  RepositoryConflictError,
  type StoredSubscription,
} from "@product-auth/core/subscriptions";
import { messageOf } from "./change-message.js";
import type { Change } from "./compare-and-set.js";
import { memberOf } from "./id-order.js";
import type { Keys } from "./keys.js";

/** A subscription before and after a change, at least one of them; `expected` is the document of the former. */
export interface Step {
  readonly expected: string;
  readonly old: StoredSubscription | undefined;
  readonly next: StoredSubscription | undefined;
}

/** Everything that has to change for one subscription to become another; rejects one digest in two of its keys. */
export function changeFrom(keys: Keys, { expected, old, next }: Step): Change {
  const { id } = (next ?? old)!;
  const before = digestsOf(old);
  const after = digestsOf(next);
  if (after.length < (next?.keys.length ?? 0)) throw new RepositoryConflictError("digest", id);
  const valued = (digests: readonly string[]) =>
    digests.map((digest) => [keys.digest(digest), JSON.stringify(asEvidence(next!, digest))] as const);
  const [left, joined] = [indexesOf(keys, old), indexesOf(keys, next)];
  return {
    subscription: keys.subscription(id),
    expected,
    document: next === undefined ? "" : JSON.stringify(next),
    member: memberOf(id),
    channel: keys.channel,
    message: messageOf([...before, ...after]),
    fresh: valued(after.filter((digest) => !before.includes(digest))),
    kept: valued(after.filter((digest) => before.includes(digest))),
    gone: before.filter((digest) => !after.includes(digest)).map(keys.digest),
    leaves: left.filter((index) => !joined.includes(index)),
    joins: joined.filter((index) => !left.includes(index)),
  };
}

const digestsOf = (one: StoredSubscription | undefined) => [
  ...new Set(one?.keys.map(({ digest }) => digest)),
];

function indexesOf(keys: Keys, one: StoredSubscription | undefined): string[] {
  if (one === undefined) return [];
  return [keys.ids, ...(one.ownerId === undefined ? [] : [keys.idsOfOwner(one.ownerId)])];
}
