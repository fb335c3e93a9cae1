import type { Comparison, Expression } from "./expression.js";
import { parseExpression } from "./parse-expression.js";
import { pathOf } from "./patterns.js";

/** The answers that count: those from a lowest to a highest status, or all but one. */
export type IncrementCondition =
  { readonly status: readonly [number, number] } | { readonly statusNot: number };

/** The statuses that an answer may have. */
const [lowest, highest] = [100, 599];

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** Reads an `increment-condition` that compares `context.Response.StatusCode` with numbers, and is one interval or leaves one status out. */
export function readIncrementCondition(expression: string): IncrementCondition | undefined {
  const parsed = parseExpression(expression);
  const parts = parsed && bothOf(parsed).map(boundOf);
  if (parts === undefined) return undefined;
  const [only] = parts;
  if (parts.length === 1 && only?.operator === "!=") return { statusNot: only.status };
  let [low, high] = [lowest, highest];
  for (const part of parts) {
    const interval = part && intervalOf(part);
    if (interval === undefined) return undefined;
    low = Math.max(low, interval[0]);
    high = Math.min(high, interval[1]);
  }
  return low <= high ? { status: [low, high] } : undefined;
}

/** The parts that `&&` joins, brackets or not. */
function bothOf(expression: Expression): readonly Expression[] {
  return expression.kind === "joint" && expression.operator === "&&"
    ? expression.operands.flatMap(bothOf)
    : [expression];
}

interface Bound {
  readonly operator: Comparison;
  readonly status: number;
}

function boundOf(expression: Expression): Bound | undefined {
  if (expression.kind !== "comparison") return undefined;
  const { operator, left, right } = expression;
  if (isStatus(left) && right.kind === "number") return { operator, status: right.value };
  return left.kind === "number" && isStatus(right)
    ? { operator: mirrored[operator], status: left.value }
    : undefined;
}

function isStatus(expression: Expression): boolean {
  return pathOf(expression) === "context.Response.StatusCode";
}

function intervalOf({ operator, status }: Bound): readonly [number, number] | undefined {
  switch (operator) {
    case "==":
      return [status, status];
    case "<":
      return [lowest, status - 1];
    case "<=":
      return [lowest, status];
    case ">":
      return [status + 1, highest];
    case ">=":
      return [status, highest];
    case "!=":
      return undefined;
  }
}
