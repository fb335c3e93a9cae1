import { messageOf } from "../answer/answer.js";
import type { Decision, Refuse } from "../decision/decision.js";
import type { JudgedConnection } from "../policies/connection/judge-connection.js";
import type { CompiledRule } from "../rules/rule.js";
import { FIRST_OF_CREDENTIAL, pathChecks, THROTTLE_CHECK } from "./checks.js";
import { connectionChecks } from "./explain-connection.js";
import { passed, type ExplainedCheck, type Explanation, type ExplainSettings } from "./explain.js";

/** Explains a refusal for too many bad credentials: no credential was verified or looked up. */
export function explainThrottled(
  decision: Refuse,
  requirement: CompiledRule,
  judged: readonly JudgedConnection[],
  settings: ExplainSettings,
): Explanation {
  const { outcome, status, code } = decision;
  const { rule, api } = requirement;
  return {
    outcome,
    status,
    code,
    rule,
    ...(api !== undefined && { api: api.name }),
    checks: [
      ...pathChecks(requirement, settings).map(passed),
      ...connectionChecks(judged),
      ...failedThrottle(decision),
      { check: FIRST_OF_CREDENTIAL.text, result: "not reached" },
    ],
    message: messageOf(decision, settings),
  };
}

/** Adds the check that has passed, before those of the credential. */
export function withThrottleCheck(
  explained: Explanation,
  requirement: CompiledRule,
  settings: ExplainSettings,
): Explanation {
  const { length } = pathChecks(requirement, settings);
  const { checks } = explained;
  return {
    ...explained,
    checks: [...checks.slice(0, length), passed(THROTTLE_CHECK), ...checks.slice(length)],
  };
}

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
