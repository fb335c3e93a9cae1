import { messageOf } from "../answer/answer.js";
import type { Refuse, Unavailable } from "../decision/decision.js";
import type { CompiledRule } from "../rules/rule.js";
import { FIRST_OF_CREDENTIAL, pathChecks } from "./checks.js";
import { passed, type ExplainedCheck, type Explanation, type ExplainSettings } from "./explain.js";

/** Explains a refusal before any credential was examined. `checks`: those between the path and the credential. */
export function explainEarly(
  decision: Refuse | Unavailable,
  requirement: CompiledRule,
  checks: readonly ExplainedCheck[],
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
      ...checks,
      { check: FIRST_OF_CREDENTIAL.text, result: "not reached" },
    ],
    message: messageOf(decision, settings),
  };
}

/** Adds checks to an explanation, between those of the path and those of the credential. */
export function withEarlyChecks(
  explained: Explanation,
  requirement: CompiledRule,
  added: readonly ExplainedCheck[],
  settings: ExplainSettings,
): Explanation {
  const { length } = pathChecks(requirement, settings);
  const { checks } = explained;
  return { ...explained, checks: [...checks.slice(0, length), ...added, ...checks.slice(length)] };
}
