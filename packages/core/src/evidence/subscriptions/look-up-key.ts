import { errorKind } from "../../lib/error-kind.js";
import { bad, type KeyEvidence } from "../evidence.js";
import { isThenable } from "../../lib/is-thenable.js";
import { withTimeout } from "../../lib/with-timeout.js";
import { digestKey } from "./key-digest.js";
import type { Subscription, SubscriptionStore } from "./subscription.js";
import type { Awaitable } from "../../lib/awaitable.js";

/** Seconds after which a caller may try again when the store could not answer. */
const RETRY_AFTER = 5;

/** Milliseconds for which a look-up is waited for. */
const TIMEOUT = 3000;

/**
 * Finds the subscription a key stands for, by its digest under each pepper in turn: the current one first, then those
 * whose keys are still in use. All of it takes `timeout` milliseconds at most. State, dates, owner and scope are judged
 * in `decide`.
 */
export function lookUpKey(
  key: string,
  store: SubscriptionStore,
  peppers: readonly string[] = [""],
  timeout: number = TIMEOUT,
): Awaitable<KeyEvidence> {
  const found = lookUp(key, store, peppers, 0);
  if (!(found instanceof Promise)) return found;
  return withTimeout(found, timeout, `The store did not answer within ${timeout / 1000} seconds`).catch(
    couldNotTell,
  );
}

function lookUp(
  key: string,
  store: SubscriptionStore,
  peppers: readonly string[],
  at: number,
): Awaitable<KeyEvidence> {
  try {
    const found = store.findByKeyDigest(digestKey(key, peppers[at]));
    if (!isThenable(found)) return evidenceOf(found, key, store, peppers, at);
    return Promise.resolve(found)
      .then((later) => evidenceOf(later, key, store, peppers, at))
      .catch(couldNotTell);
  } catch (cause) {
    return couldNotTell(cause);
  }
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

function couldNotTell(cause: unknown): KeyEvidence {
  const actual = errorKind(cause);
  return { kind: "unavailable", code: "subscriptions_unavailable", retryAfter: RETRY_AFTER, actual };
}
