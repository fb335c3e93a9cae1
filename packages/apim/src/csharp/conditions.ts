import type { Condition } from "./condition.js";

/** The condition that holds when this one does not. `present` of a header turns round, and two negations are none. */
export function negate(condition: Condition): Condition {
  if ("not" in condition) return condition.not;
  if ("present" in condition) return { ...condition, present: !condition.present };
  return { not: condition };
}

/** All of these hold; one of them alone is itself, and what is already such a list is taken apart. */
export function allOf(conditions: readonly Condition[]): Condition {
  const all = conditions.flatMap((condition) => ("all" in condition ? condition.all : [condition]));
  return only(all) ?? { all };
}

/** Any of these holds; one of them alone is itself, and what is already such a list is taken apart. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const any = conditions.flatMap((condition) => ("any" in condition ? condition.any : [condition]));
  return only(any) ?? { any };
}

/**
 * The same condition with negations at atoms only (the laws of De Morgan), and with no list directly inside a list of its kind.
 * It has as many atoms as the given one.
 */
export function normalize(condition: Condition): Condition {
  if ("all" in condition) return allOf(condition.all.map(normalize));
  if ("any" in condition) return anyOf(condition.any.map(normalize));
  if (!("not" in condition)) return condition;
  const { not } = condition;
  if ("all" in not) return anyOf(not.all.map((part) => normalize({ not: part })));
  if ("any" in not) return allOf(not.any.map((part) => normalize({ not: part })));
  return "not" in not ? normalize(not.not) : negate(not);
}

function only(conditions: readonly Condition[]): Condition | undefined {
  return conditions.length === 1 ? conditions[0] : undefined;
}
