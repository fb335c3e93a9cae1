import type { Finding } from "../refusals/refusals.js";
import type { CompiledRule, Context } from "../rules/rule.js";
import type { Subscription } from "../evidence/subscriptions/subscription.js";
import { momentOf } from "../lib/moment.js";
import type { DecisionSettings } from "./decision.js";

/** Judges a subscription: state, dates, owner, and whether its scope covers what the rule demands. */
export function judgeKey<P extends string>(
  settings: DecisionSettings,
  requirement: CompiledRule<P>,
  subscription: Subscription,
  now: number,
): Context<P> | Finding {
  const { state, ownerState = "active", scope, keyEndsAt } = subscription;
  if (state !== "active") return { code: "key_state", expected: "an active subscription", actual: state };
  if (ownerState !== "active") return { code: "key_owner", expected: "an active owner", actual: ownerState };
  if (keyEndsAt !== undefined && !(now < keyEndsAt)) {
    return {
      code: "key_retired",
      expected: "a current key",
      actual: `regenerated, void since ${momentOf(keyEndsAt)}`,
    };
  }
  const outside = settings.subscriptionDates === "audit" ? undefined : judgeDates(subscription, now);
  if (outside !== undefined) return outside;
  const context = requirement.byScope.get(scope);
  if (context !== undefined) return context;
  const expected = [...requirement.byScope.keys()].slice(0, 20).join(" or ");
  const code = scope.startsWith("/apis/") ? "key_other_api" : "key_other_product";
  return { code, expected, actual: scope };
}

// The gateway only records the dates; here they count, unless the options say "audit". A date that is no number
// admits nobody.
function judgeDates({ startDate, endDate }: Subscription, now: number): Finding | undefined {
  if (startDate !== undefined && !(now >= startDate)) {
    return {
      code: "key_not_started",
      expected: `a start before ${momentOf(now)}`,
      actual: momentOf(startDate),
    };
  }
  if (endDate !== undefined && !(now < endDate)) {
    return { code: "key_ended", expected: `an end after ${momentOf(now)}`, actual: momentOf(endDate) };
  }
  return undefined;
}
