import { bad, type Awaitable, type KeyEvidence } from "../evidence.js";
import { isThenable } from "../is-thenable.js";
import { digestKey } from "./key-digest.js";
import type { Subscription, SubscriptionStore } from "./subscription.js";

/** Seconds after which a caller may try again when the store could not answer. */
const RETRY_AFTER = 5;

/**
 * Finds the subscription a key stands for, by its digest under each pepper in turn: the current one first, then those
 * whose keys are still in use. State, dates, owner and scope are judged in `decide`.
 */
export function lookUpKey(
  key: string,
  store: SubscriptionStore,
  peppers: readonly string[] = [""],
): Awaitable<KeyEvidence> {
  const [pepper = "", ...older] = peppers;
  const next = (found: Subscription | undefined | null): Awaitable<KeyEvidence> => {
    if (found !== undefined && found !== null) return { kind: "good", subscription: found };
    if (older.length > 0) return lookUpKey(key, store, older);
    return bad({ code: "key_unknown", expected: "a key of a known subscription" });
  };
  try {
    const found = store.findByKeyDigest(digestKey(key, pepper));
    return isThenable(found) ? Promise.resolve(found).then(next).catch(couldNotTell) : next(found);
  } catch (cause) {
    return couldNotTell(cause);
  }
}

function couldNotTell(cause: unknown): KeyEvidence {
  const actual = cause instanceof Error ? cause.message : "the store failed";
  return { kind: "unavailable", code: "subscriptions_unavailable", retryAfter: RETRY_AFTER, actual };
}
