import type { Decision, LimitFinding } from "../decision/decision.js";
import type { LimitPolicy } from "../policies/limits/limit-policy.js";
import { REFUSALS, type CheckName } from "../refusals/refusals.js";
import { limitChecks } from "./checks.js";
import { passed, upToFailed, type ExplainedCheck } from "./explain.js";

/** The checks of the limits that apply to a request; none when an earlier policy has refused it. */
export function explainLimits(final: Decision, limits: readonly LimitPolicy[]): readonly ExplainedCheck[] {
  if (limits.length === 0) return [];
  const kinds = new Set(limits.map(({ kind }): CheckName => (kind === "rate" ? "rate limit" : "quota")));
  if (final.outcome === "admit") return limitChecks(kinds).map(passed);
  const { about, check } = REFUSALS[final.code];
  if (about !== "limit" || check === "bad credentials") return [];
  const limit = final.outcome === "refuse" ? final.limit : undefined;
  const words = limit === undefined ? {} : inWords(limit);
  return upToFailed(limitChecks(kinds.add(check)), final).map((one) =>
    one.result === "failed" ? { ...one, ...words } : one,
  );
}

function inWords({ kind, place, calls, bandwidth, renewalPeriod, retryAfter }: LimitFinding): {
  readonly expected: string;
  readonly actual: string;
} {
  const amount = kind === "bandwidth" ? `${bandwidth} KB` : `${calls} calls`;
  const period = renewalPeriod === 0 ? "in all" : `in ${renewalPeriod} s`;
  return {
    expected: `at most ${amount} ${period}, for ${place}`,
    actual: retryAfter === undefined ? "used up" : `used up for ${retryAfter} s`,
  };
}
