import { atomOf } from "./atom-of.js";
import type { Condition } from "./condition.js";
import { allOf, anyOf, negate } from "./conditions.js";
import type { Expression } from "./expression.js";
import { parseExpression, type ExpressionOptions } from "./parse-expression.js";

/** Reads the expression of a `condition` whose every part is a recognized comparison. It keeps the structure that was written. */
export function readCondition(expression: string, options?: ExpressionOptions): Condition | undefined {
  const parsed = parseExpression(expression, options);
  return parsed && conditionOf(parsed);
}

function conditionOf(expression: Expression): Condition | undefined {
  if (expression.kind === "not") {
    const inner = conditionOf(expression.of);
    return inner && negate(inner);
  }
  if (expression.kind !== "joint") return atomOf(expression);
  if (expression.operator !== "&&" && expression.operator !== "||") return undefined;
  const parts: Condition[] = [];
  for (const operand of expression.operands) {
    const part = conditionOf(operand);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return expression.operator === "&&" ? allOf(parts) : anyOf(parts);
}
