import { messageOf } from "../answer/answer.js";
import type { Refuse, Unavailable } from "../decision/decision.js";
import type { JudgedConnection } from "../policies/connection/judge-connection.js";
import type { CompiledRule } from "../rules/rule.js";
import { CONNECTION_CHECKS, FIRST_OF_CREDENTIAL, pathChecks } from "./checks.js";
import { passed, type ExplainedCheck, type Explanation, type ExplainSettings } from "./explain.js";

/** Explains a refusal by a policy about the connection: no credential was read. */
export function explainConnection(
  decision: Refuse | Unavailable,
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
      { check: FIRST_OF_CREDENTIAL.text, result: "not reached" },
    ],
    message: messageOf(decision, settings),
  };
}

/** Adds the checks of satisfied policies about the connection, which come after those of the path. */
export function withConnectionChecks(
  explained: Explanation,
  requirement: CompiledRule,
  judged: readonly JudgedConnection[],
  settings: ExplainSettings,
): Explanation {
  if (judged.length === 0) return explained;
  const { length } = pathChecks(requirement, settings);
  const { checks } = explained;
  return {
    ...explained,
    checks: [...checks.slice(0, length), ...connectionChecks(judged), ...checks.slice(length)],
  };
}

/** The checks of policies about the connection. A failure that the policy ignores is shown as one. */
export const connectionChecks = (judged: readonly JudgedConnection[]): readonly ExplainedCheck[] =>
  judged.map(({ kind, place, finding }) => ({
    check: CONNECTION_CHECKS[kind].text,
    result: finding === undefined ? "passed" : "failed",
    policy: place,
    ...(finding?.expected !== undefined && { expected: finding.expected }),
    ...(finding?.actual !== undefined && { actual: finding.actual }),
  }));
