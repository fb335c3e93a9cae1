import type { Decision } from "../decision/decision.js";
import { THROTTLE_CHECK } from "./checks.js";
import type { ExplainedCheck } from "./explain.js";

/** The check, when it has refused the request; else none. */
export function failedThrottle(decision: Decision): readonly ExplainedCheck[] {
  if (decision.outcome !== "refuse" || decision.code !== "too_many_bad_credentials") return [];
  const { calls, renewalPeriod, retryAfter } = decision.limit!;
  return [
    {
      check: THROTTLE_CHECK.text,
      result: "failed",
      expected: `at most ${calls} refused credentials in ${renewalPeriod} s, from its network`,
      actual: `no room for ${retryAfter} s, and a credential that is not known to be good`,
    },
  ];
}
