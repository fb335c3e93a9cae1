import { errorKind } from "../../lib/error-kind.js";
import { bad, type KeyEvidence } from "../evidence.js";
import { withTimeout } from "../../lib/with-timeout.js";
import { digestKey } from "./key-digest.js";
import type { Subscription, SubscriptionStore } from "./subscription.js";
import { toAwaitable, type Awaitable } from "../../lib/awaitable.js";

/** Seconds after which a caller may retry when the store failed. */
const RETRY_AFTER = 5;

/** Default limit for all queries of one lookup, in milliseconds. */
const TIMEOUT = 3000;

/**
 * Looks up the subscription of a key by its digest, under each pepper in turn: the current one first, then those whose
 * keys are still in use. `store` bounds the time of one query; all of them together take at most `timeout` milliseconds.
 * `decide` judges state, dates, owner and scope.
 */
export function lookUpKey(
  key: string,
  store: SubscriptionStore,
  peppers: readonly string[] = [""],
  timeout: number = TIMEOUT,
): Awaitable<KeyEvidence> {
  const found = lookUp(key, store, peppers, 0);
  // A single query is already bounded by `CachingStore`; only several in a row need a timer around them.
  if (!(found instanceof Promise) || peppers.length <= 1) return found;
  const late = `The store of subscriptions did not answer within ${timeout / 1000} seconds`;
  return withTimeout(found, timeout, late).catch(unavailableEvidence);
}

function lookUp(
  key: string,
  store: SubscriptionStore,
  peppers: readonly string[],
  at: number,
): Awaitable<KeyEvidence> {
  let answer: Awaitable<Subscription | undefined>;
  try {
    answer = toAwaitable<Subscription | undefined>(store.findByKeyDigest(digestKey(key, peppers[at])));
  } catch (cause) {
    return unavailableEvidence(cause);
  }
  return answer instanceof Promise
    ? whenAnswered(answer, key, store, peppers, at)
    : evidenceOf(answer, key, store, peppers, at);
}

// Apart from its caller: a store that answers at once makes no closure.
function whenAnswered(
  answer: Promise<Subscription | undefined>,
  key: string,
  store: SubscriptionStore,
  peppers: readonly string[],
  at: number,
): Promise<KeyEvidence> {
  return answer
    .then((subscription) => evidenceOf(subscription, key, store, peppers, at))
    .catch(unavailableEvidence);
}

function evidenceOf(
  found: Subscription | undefined | null,
  key: string,
  store: SubscriptionStore,
  peppers: readonly string[],
  at: number,
): Awaitable<KeyEvidence> {
  if (found !== undefined && found !== null) return { kind: "good", subscription: found };
  if (at + 1 < peppers.length) return lookUp(key, store, peppers, at + 1);
  return bad({ code: "key_unknown", expected: "a key of a known subscription" });
}

function unavailableEvidence(cause: unknown): KeyEvidence {
  const actual = errorKind(cause);
  return { kind: "unavailable", code: "subscriptions_unavailable", retryAfter: RETRY_AFTER, actual };
}
