import { atomOf } from "./atom-of.js";
import type { Condition } from "./condition.js";
import type { ComparedName } from "./compared-name.js";
import { allOf, anyOf, negate } from "./conditions.js";
import type { Expression } from "./expression.js";
import { parseExpression, type ExpressionOptions } from "./parse-expression.js";

/** How conditions are read. */
export interface ConditionOptions extends ExpressionOptions {
  /** Whether a comparison with a name means the same for each property that is a name. Absent: always. Others are not recognized. */
  readonly isPlain?: (name: ComparedName) => boolean;
}

/** Reads the expression of a `condition` whose every part is a recognized comparison. It keeps the structure that was written. */
export function readCondition(expression: string, options: ConditionOptions = {}): Condition | undefined {
  const parsed = parseExpression(expression, options);
  return parsed && conditionOf(parsed, options.isPlain ?? (() => true));
}

function conditionOf(
  expression: Expression,
  isPlain: (name: ComparedName) => boolean,
): Condition | undefined {
  if (expression.kind === "not") {
    const inner = conditionOf(expression.of, isPlain);
    return inner && negate(inner);
  }
  if (expression.kind !== "joint") return atomOf(expression, isPlain);
  if (expression.operator !== "&&" && expression.operator !== "||") return undefined;
  const parts: Condition[] = [];
  for (const operand of expression.operands) {
    const part = conditionOf(operand, isPlain);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return expression.operator === "&&" ? allOf(parts) : anyOf(parts);
}
