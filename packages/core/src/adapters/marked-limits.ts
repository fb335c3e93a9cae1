import type { PolicyPlace } from "../decision/decision.js";
import type { CounterKeyPart } from "../policies/limits/counter-key.js";
import type { LimitPolicy } from "../policies/limits/limit-policy.js";

/** A limit that counts calls, for route reports. */
export interface MarkedLimitPolicy extends PolicyPlace {
  readonly kind: "rateLimit" | "rateLimitByKey" | "quota" | "quotaByKey";
  /** Calls of a period; absent for a quota of bytes. */
  readonly calls?: number;
  /** Kilobytes of a period. */
  readonly bandwidth?: number;
  /** Seconds; 0: never renewed. */
  readonly renewalPeriod: number;
  /** The same in words, with what is counted apart: `5 calls in 60 s by header X-Plan`. */
  readonly demands: string;
}

/** The limits, one for each counter. */
export const markedLimits = (limits: readonly LimitPolicy[]): readonly MarkedLimitPolicy[] =>
  limits.map(({ place, kind, key: { definition }, limit, period }) => {
    const isByKey = definition !== "" && definition !== PER_SUBSCRIPTION;
    const base = kind === "rate" ? "rateLimit" : "quota";
    const amount = kind === "bandwidth" ? { bandwidth: limit / 1024 } : { calls: limit };
    const counted =
      kind === "bandwidth" ? `${limit / 1024} KB` : `${limit} ${limit === 1 ? "call" : "calls"}`;
    const time = period === 0 ? "in all" : `in ${period / 1000} s`;
    return {
      kind: isByKey ? `${base}ByKey` : base,
      ...place,
      ...amount,
      renewalPeriod: period / 1000,
      demands: `${counted} ${time}${byText(definition)}`,
    };
  });

/** The definition of a key for subscriptions only; that of every caller is empty. */
const PER_SUBSCRIPTION = "s";

function byText(definition: string): string {
  if (definition === "") return "";
  if (definition === PER_SUBSCRIPTION) return " by subscription";
  if (definition === "function") return " by a function";
  return ` by ${(JSON.parse(definition) as readonly CounterKeyPart[]).map(partText).join(" and ")}`;
}

function partText(part: CounterKeyPart): string {
  if (typeof part === "string") return part;
  if ("firstOf" in part) return part.firstOf.map(partText).join(" or ");
  if ("header" in part) return `header ${part.header}`;
  return "claim" in part ? `claim ${part.claim}` : JSON.stringify(part.text);
}
