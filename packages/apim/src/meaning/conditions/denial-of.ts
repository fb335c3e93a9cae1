import type { Condition } from "../../csharp/condition.js";
import { allOf, normalize } from "../../csharp/conditions.js";
import type { Rule, When } from "../../report/rule.js";
import type { TokenUse } from "../token-use.js";
import { denyIdioms } from "./deny-idioms.js";
import { whenOf } from "./when-of.js";

/** The rule that refuses as a branch does, and when it applies. */
export interface Denial {
  readonly rule: Rule;
  readonly when?: When;
  /** The token whose claims the rule is about. */
  readonly use?: TokenUse;
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
  if (whole !== undefined) return { rule: whole, ...useOf(whole, conditions) };
  const when = whenOf(conditions);
  if (when !== undefined) return { rule: deny, when };
  const carried = conditions.filter((condition) => whenOf([condition]) !== undefined);
  const others = conditions.filter((condition) => whenOf([condition]) === undefined);
  const rule = ruleOfIdiom(others, status, tokenVariables);
  const circumstances = whenOf(carried);
  return rule && circumstances && { rule, when: circumstances, ...useOf(rule, others) };
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

/** All comparisons of a rule about claims are about the token of one variable, and compare alike. */
function useOf(rule: Rule, conditions: readonly Condition[]): Pick<Denial, "use"> {
  const first = rule.kind === "claim" ? claimIn(conditions) : undefined;
  if (first === undefined) return {};
  return { use: { variable: first.variable, ...(first.joined && { isJoined: true }) } };
}

/** A comparison with values of a claim, or else one that asks for the claim alone. */
function claimIn(conditions: readonly Condition[]): ClaimAtom | undefined {
  const atoms = conditions.flatMap(claimsIn);
  return atoms.find(({ has }) => has !== undefined) ?? atoms[0];
}

function claimsIn(condition: Condition): readonly ClaimAtom[] {
  if ("all" in condition) return condition.all.flatMap(claimsIn);
  if ("any" in condition) return condition.any.flatMap(claimsIn);
  if ("not" in condition) return claimsIn(condition.not);
  return "claim" in condition ? [condition] : [];
}

type ClaimAtom = Extract<Condition, { readonly claim: string }>;
