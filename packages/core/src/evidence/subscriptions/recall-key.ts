import type { KeyEvidence } from "../evidence.js";
import { digestKey } from "./key-digest.js";
import type { KnownSubscriptions } from "./known-subscriptions.js";

/**
 * What `lookUpKey` returns for a key whose subscription is in memory; undefined for any other, also when the store
 * fails. Sends no query to a database.
 */
export function recallKey(
  key: string,
  store: KnownSubscriptions,
  peppers: readonly string[],
): KeyEvidence | undefined {
  try {
    for (const pepper of peppers) {
      const subscription = store.recall(digestKey(key, pepper));
      if (subscription !== undefined) return { kind: "good", subscription };
    }
  } catch {
    // The look-up that follows reports the failure.
  }
  return undefined;
}
