import type { Finding } from "../refusals/refusals.js";
import type { CompiledRule, Context } from "../rules/rule.js";
import type { Subscription } from "../evidence/subscriptions/subscription.js";
import { isoTime } from "../lib/iso-time.js";
import type { DecisionSettings } from "./decision.js";

/** Checks a subscription: state, owner, dates, and whether its scope covers what the rule requires. */
export function judgeKey<P extends string>(
  settings: DecisionSettings,
  requirement: CompiledRule<P>,
  subscription: Subscription,
  now: number,
): Context<P> | Finding {
  const flaw = judgeSubscription(settings, subscription, now);
  if (flaw !== undefined) return flaw;
  const { scope } = subscription;
  const context = requirement.byScope.get(scope);
  if (context !== undefined) return context;
  const expected = [...requirement.byScope.keys()].slice(0, 20).join(" or ");
  const code = scope.startsWith("/apis/") ? "key_other_api" : "key_other_product";
  return { code, expected, actual: scope };
}

/** Checks what does not depend on the rule: state, owner, dates. */
export function judgeSubscription(
  settings: DecisionSettings,
  subscription: Subscription,
  now: number,
): Finding | undefined {
  const { state, ownerState = "active", keyEndsAt } = subscription;
  if (state !== "active") return { code: "key_state", expected: "an active subscription", actual: state };
  if (ownerState !== "active") return { code: "key_owner", expected: "an active owner", actual: ownerState };
  if (keyEndsAt !== undefined && !(now < keyEndsAt)) {
    return {
      code: "key_retired",
      expected: "a current key",
      actual: `regenerated, void since ${isoTime(keyEndsAt)}`,
    };
  }
  return settings.subscriptionDates === "audit" ? undefined : judgeDates(subscription, now);
}

// The gateway only records the dates; here they are enforced, unless `subscriptionDates` is "audit". A date that is not a
// number refuses the key.
function judgeDates({ startDate, endDate }: Subscription, now: number): Finding | undefined {
  if (startDate !== undefined && !(now >= startDate)) {
    return {
      code: "key_not_started",
      expected: `a start before ${isoTime(now)}`,
      actual: isoTime(startDate),
    };
  }
  if (endDate !== undefined && !(now < endDate)) {
    return { code: "key_ended", expected: `an end after ${isoTime(now)}`, actual: isoTime(endDate) };
  }
  return undefined;
}
