import type { Condition } from "../../csharp/condition.js";
import { allOf, normalize } from "../../csharp/conditions.js";
import type { Rule, When } from "../../report/rule.js";
import { denyIdioms } from "./deny-idioms.js";
import { whenOf } from "./when-of.js";

/** The rule that refuses as a branch does, and when it applies. */
export interface Denial {
  readonly rule: Rule;
  readonly when?: When;
}

/**
 * The rule beside "deny when all of these hold", or `undefined` when no rule decides exactly so.
 *
 * @param tokenVariables - Variables with tokens that a token element of the input verified.
 */
export function denialOf(
  conditions: readonly Condition[],
  status: number,
  tokenVariables: ReadonlySet<string>,
): Denial | undefined {
  const deny: Rule = { kind: "deny", status };
  if (conditions.length === 0) return { rule: deny };
  const whole = ruleOfIdiom(conditions, status, tokenVariables);
  if (whole !== undefined) return { rule: whole };
  const when = whenOf(conditions);
  if (when !== undefined) return { rule: deny, when };
  const carried = conditions.filter((condition) => whenOf([condition]) !== undefined);
  const others = conditions.filter((condition) => whenOf([condition]) === undefined);
  const rule = ruleOfIdiom(others, status, tokenVariables);
  const circumstances = whenOf(carried);
  return rule && circumstances && { rule, when: circumstances };
}

function ruleOfIdiom(
  conditions: readonly Condition[],
  status: number,
  tokenVariables: ReadonlySet<string>,
): Rule | undefined {
  const denied = normalize(allOf(conditions));
  for (const idiom of denyIdioms) {
    const rule = idiom(denied, status, tokenVariables);
    if (rule !== undefined) return rule;
  }
  return undefined;
}
