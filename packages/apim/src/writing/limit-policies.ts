import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../json/json-value.js";
import type { CountedBy, LimitRule } from "../report/rule.js";
import type { Unsayable } from "./token-policies.js";

/** A limit by a key, and what it shares a counter with. */
export interface KeyedLimit {
  readonly policy: JsonObject;
  /** Limits with one signature count together, wherever they stand. */
  readonly signature: string;
}

/** Whether a rule is `rate-limit` or `quota`, with a counter for each subscription at its place. */
export const isBySubscription = ({ by, status, statusNot, count, start }: LimitRule): boolean =>
  by === "subscription" && [status, statusNot, count, start].every((member) => member === undefined);

/** The members that `rateLimit` and `quota` have in common with the limits by a key. */
export const volumeOf = ({ kind, calls, bandwidth, period, headers = {} }: LimitRule): JsonObject => ({
  ...(calls !== undefined && { calls }),
  ...(kind === "quota" && bandwidth !== undefined && { bandwidth }),
  renewalPeriod: period,
  ...(kind === "rate" && {
    ...(headers.remaining !== undefined && { remainingCallsHeaderName: headers.remaining }),
    ...(headers.total !== undefined && { totalCallsHeaderName: headers.total }),
    ...(headers.retryAfter !== undefined && { retryAfterHeaderName: headers.retryAfter }),
  }),
});

/**
 * The entry of `rateLimitByKey` or `quotaByKey` of a rule; undefined for one that counts nothing. `token`: name of the
 * policy whose claims are counted by. The gateway has one counter for each value of a key, wherever the policies stand.
 */
export function keyedLimitOf(
  rule: LimitRule,
  { at, token }: { readonly at: string; readonly token: string | undefined },
): KeyedLimit | Unsayable | undefined {
  const own = isBySubscription(rule);
  const parts = own ? ["caller"] : counterKeyOf(rule.by, token);
  if ("unsayable" in parts) return parts;
  const counterKey = parts.length === 0 ? [{ text: "all" }] : parts;
  const condition = conditionOf(rule);
  if (condition === "never") return undefined;
  const { kind, calls, bandwidth, period, start, count } = rule;
  const policy = {
    ...volumeOf(rule),
    counterKey,
    ...(count !== undefined && { incrementCount: count }),
    ...(condition !== undefined && { incrementCondition: condition }),
    ...(kind === "quota" && start !== undefined && { firstPeriodStart: start }),
  };
  const counted = [kind, calls, bandwidth, period, start, counterKey, own ? at : undefined];
  return { policy, signature: JSON.stringify(counted.map((one) => one ?? null)) };
}

/** The name of the counter that limits with this signature share. */
export const counterNameOf = (signature: string): string =>
  `shared-${createHash("sha256").update(signature).digest("hex").slice(0, 12)}`;

/** Whether what a limit counts by is a claim. */
export const countsByClaim = (by: CountedBy): boolean => {
  if (typeof by === "string") return by.startsWith("claim:");
  return (isList(by) ? by : by.join).some(countsByClaim);
};

/** What calls are counted apart by. */
function counterKeyOf(by: CountedBy, token: string | undefined): readonly Json[] | Unsayable {
  if (typeof by !== "string" && !isList(by)) {
    const parts = by.join.map((one) => counterKeyOf(one, token));
    const wrong = parts.find((one) => "unsayable" in one);
    return wrong ?? parts.flatMap((one) => ("unsayable" in one ? [] : one));
  }
  if (typeof by === "string") return partsOf(by, token);
  const alternatives = by.map((one) =>
    typeof one === "string" || isList(one) ? counterKeyOf(one, token) : JOIN,
  );
  const parts: Json[] = [];
  for (const one of alternatives) {
    if ("unsayable" in one) return one;
    parts.push(...one.flatMap((part) => (isFirstOf(part) ? part.firstOf : [part])));
  }
  return parts.length === 0 ? [] : [{ firstOf: parts }];
}

const JOIN: Unsayable = { unsayable: "it counts by a text that is joined only where another part is absent" };

function partsOf(by: string, token: string | undefined): readonly Json[] | Unsayable {
  const at = by.indexOf(":");
  const [kind, name] = at === -1 ? [by, ""] : [by.slice(0, at), by.slice(at + 1)];
  switch (kind) {
    case "subscription":
    case "ip":
    case "product":
    case "api":
    case "operation":
      return [kind];
    // In the gateway the user who owns the subscription.
    case "user":
      return [{ firstOf: ["user", "subscription"] }];
    case "header":
      return [{ header: name }];
    case "claim":
      return [{ claim: name, ...(token !== undefined && { of: token }) }];
    case "constant":
      return name === "" ? [] : [{ text: name.length > 128 ? digest(name) : name }];
    default:
      return { unsayable: "it counts by something that the catalog does not have" };
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

const isList = (by: CountedBy): by is readonly CountedBy[] => Array.isArray(by);

const isFirstOf = (part: Json): part is { readonly firstOf: readonly Json[] } =>
  typeof part === "object" && part !== null && !Array.isArray(part) && Object.hasOwn(part, "firstOf");

// A status of five digits would be listed one by one.
function conditionOf({ status, statusNot }: LimitRule): JsonObject | "never" | undefined {
  if (status === undefined && statusNot === undefined) return undefined;
  const listed = status === undefined ? undefined : statusesIn(...status);
  if (listed?.length === 0) return "never";
  return {
    ...(listed !== undefined && { status: listed }),
    ...(statusNot !== undefined && { statusNot: [statusNot] }),
  };
}

function statusesIn(low: number, high: number): readonly (number | string)[] {
  return [1, 2, 3, 4, 5].flatMap((hundred): readonly (number | string)[] => {
    const [first, last] = [hundred * 100, hundred * 100 + 99];
    if (low <= first && high >= last) return [`${hundred}xx`];
    const [from, to] = [Math.max(low, first), Math.min(high, last)];
    return from > to ? [] : Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}
