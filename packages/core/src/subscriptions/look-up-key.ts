import { bad, type Awaitable, type KeyEvidence } from "../evidence.js";
import { digestKey } from "./key-digest.js";
import type { Subscription, SubscriptionStore } from "./subscription.js";

/** Seconds after which a caller may try again when the store could not answer. */
const RETRY_AFTER = 5;

/** Finds the subscription a key stands for. State, dates and scope are judged in `decide`. */
export function lookUpKey(key: string, store: SubscriptionStore): Awaitable<KeyEvidence> {
  try {
    const found = store.findByKeyDigest(digestKey(key));
    // Any thenable: query builders answer with promises of their own.
    return isThenable(found) ? Promise.resolve(found).then(asEvidence, couldNotTell) : asEvidence(found);
  } catch (cause) {
    return couldNotTell(cause);
  }
}

const isThenable = (found: unknown): found is PromiseLike<Subscription | undefined> =>
  typeof found === "object" && found !== null && "then" in found && typeof found.then === "function";

// Stores over databases tend to answer null.
function asEvidence(subscription: Subscription | undefined | null): KeyEvidence {
  if (subscription === undefined || subscription === null)
    return bad({ code: "key_unknown", expected: "a key of a known subscription" });
  return { kind: "good", subscription };
}

function couldNotTell(cause: unknown): KeyEvidence {
  const actual = cause instanceof Error ? cause.message : "the store failed";
  return { kind: "unavailable", code: "subscriptions_unavailable", retryAfter: RETRY_AFTER, actual };
}
