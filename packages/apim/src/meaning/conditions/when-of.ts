import type { Condition } from "../../csharp/condition.js";
import type { When } from "../../report/rule.js";

const known = new WeakMap<readonly Condition[], When | undefined>();

/**
 * Conditions on method, operation, API and product alone, which a rule can carry; `undefined` when they ask for more. The
 * rules of one branch share the result, which may be long.
 */
export function whenOf(conditions: readonly Condition[]): When | undefined {
  if (!known.has(conditions)) known.set(conditions, allOf(conditions));
  return known.get(conditions);
}

function allOf(conditions: readonly Condition[]): When | undefined {
  const parts = conditions.map(partOf);
  if (parts.some((part) => part === undefined)) return undefined;
  const [first, ...others] = parts as When[];
  return others.length === 0 ? first : { all: parts as When[] };
}

function partOf(condition: Condition): When | undefined {
  if ("not" in condition) {
    const not = partOf(condition.not);
    return not && { not };
  }
  if ("all" in condition) {
    const all = condition.all.map(partOf);
    return all.every((part) => part !== undefined) ? { all } : undefined;
  }
  if ("any" in condition) {
    const any = condition.any.map(partOf);
    return any.every((part) => part !== undefined) ? { any } : undefined;
  }
  const isCarried =
    "method" in condition || "operation" in condition || "api" in condition || "product" in condition;
  return isCarried ? condition : undefined;
}
