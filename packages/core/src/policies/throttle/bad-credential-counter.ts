import { retrySeconds } from "../../lib/retry-seconds.js";
import type { Refuse } from "../../decision/decision.js";
import { refuseByLimit, withFacts } from "../../decision/refused.js";
import { REFUSALS, type RefusalCode } from "../../refusals/refusals.js";
import type { Counter, CounterKind } from "../limits/counter-store.js";
import { messageOf } from "../limits/limit-refusal.js";

/** How many refused credentials a network may send in a period. Frozen. */
export interface BadCredentialLimit {
  readonly calls: number;
  /** Seconds. */
  readonly renewalPeriod: number;
}

/** Where operators see that the throttle has refused a request. */
const PLACE = "bad-credentials";

/**
 * Whether a refusal counts: of a token or a key, by a product or a policy. What is missing was not sent, so the caller has
 * guessed nothing. `tokens`: whether refusals of tokens count.
 */
export const countsAsBad = (code: RefusalCode, tokens: boolean): boolean =>
  code !== "token_missing" &&
  code !== "key_missing" &&
  (REFUSALS[code].about === "key" || (tokens && REFUSALS[code].about === "token"));

/** The counter of a network. `amount` 0: asks whether there is room. All callers without an address share one. */
export const badCredentialCounter = (
  { calls, renewalPeriod }: BadCredentialLimit,
  kind: CounterKind,
  network: string | undefined,
  amount: 0 | 1,
): Counter => ({
  key: `${PLACE} ${kind}${renewalPeriod} ${network ?? ""}`,
  kind,
  limit: calls,
  amount,
  period: renewalPeriod * 1000,
  anchor: 0,
  isMadeUp: true,
});

/** The refusal of a request from a network without room. `wait`: milliseconds until there is room. */
export function tooManyBadCredentials(
  { calls, renewalPeriod }: BadCredentialLimit,
  wait: number,
  address: string | undefined,
): Refuse {
  const retryAfter = retrySeconds(wait);
  const refusal = refuseByLimit({
    code: "too_many_bad_credentials",
    message: messageOf("rate", retryAfter),
    headers: { "retry-after": String(retryAfter) },
    limit: Object.freeze({ kind: "rate", place: PLACE, calls, renewalPeriod, retryAfter }),
  });
  return withFacts(refusal, address === undefined ? undefined : Object.freeze({ address }));
}
