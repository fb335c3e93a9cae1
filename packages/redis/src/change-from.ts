import {
  asEvidence,
  encodeChange,
  RepositoryConflictError,
  type StoredSubscription,
} from "@product-auth/core/subscriptions";
import type { Change } from "./compare-and-set.js";
import { memberOf } from "./id-order.js";
import type { Keys } from "./keys.js";

/** A subscription before and after a change, at least one of them. `expected`: the stored document before. */
export interface Step {
  readonly expected: string;
  readonly old: StoredSubscription | undefined;
  readonly next: StoredSubscription | undefined;
}

/** Computes all Redis keys to write for a change. Throws `RepositoryConflictError` when two of its keys have one digest. */
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
    message: encodeChange([...before, ...after]),
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
