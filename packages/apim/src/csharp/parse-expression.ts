import { take, takeOneOf, type Cursor } from "./cursor.js";
import type { Comparison, Expression, Joint } from "./expression.js";
import { parseOperand } from "./parse-operand.js";
import { tokensOf } from "./tokens.js";
import { holdsVariable } from "./variables.js";

/** Deeper than people write, and far from the depth that a call stack bears. */
const deepest = 48;

/** How expressions are read. */
export interface ExpressionOptions {
  /** `true`: texts may hold `${env:NAME}`, left by named values. Otherwise an expression that holds one is not recognized. */
  readonly variables?: boolean;
}

/** The expression inside `@(…)`; undefined for a block `@{…}`, and for C# that no recognized expression is made of. */
export function parseExpression(expression: string, options: ExpressionOptions = {}): Expression | undefined {
  const text = expression.trim();
  if (!text.startsWith("@(") || (options.variables !== true && holdsVariable(text))) return undefined;
  const tokens = tokensOf(text, 1);
  if (tokens === undefined) return undefined;
  const cursor: Cursor = { tokens, at: 1 };
  const parsed = parseChoice(cursor, 0);
  return take(cursor, ")") && cursor.at === tokens.length ? parsed : undefined;
}

/** From the loosest operator to the tightest; each level reads the next one's expressions. */
function parseChoice(cursor: Cursor, depth: number): Expression | undefined {
  if (depth > deepest) return undefined;
  const condition = parseCoalesced(cursor, depth);
  if (condition === undefined || !take(cursor, "?")) return condition;
  const then = parseChoice(cursor, depth + 1);
  if (then === undefined || !take(cursor, ":")) return undefined;
  const otherwise = parseChoice(cursor, depth + 1);
  return otherwise && { kind: "choice", condition, then, otherwise };
}

type Level = (cursor: Cursor, depth: number) => Expression | undefined;

/** Operands in one flat list, so that a long chain is not a deep tree. */
function jointBy(operator: Joint, inner: Level): Level {
  return (cursor, depth) => {
    const operands: Expression[] = [];
    do {
      const operand = inner(cursor, depth);
      if (operand === undefined) return undefined;
      operands.push(operand);
    } while (take(cursor, operator));
    return operands.length === 1 ? operands[0] : { kind: "joint", operator, operands };
  };
}

/** One comparison; C# allows `a == b == c`, which compares truth values and means nothing recognized. */
function comparisonBy(operators: readonly Comparison[], inner: Level): Level {
  return (cursor, depth) => {
    const left = inner(cursor, depth);
    const operator = left && takeOneOf(cursor, operators);
    if (left === undefined || operator === undefined) return left;
    const right = inner(cursor, depth);
    return right && { kind: "comparison", operator, left, right };
  };
}

const parseSum = jointBy("+", (cursor, depth) => parseOperand(cursor, depth, parseChoice));
const parseOrder = comparisonBy(["<", "<=", ">", ">="], parseSum);
const parseEquality = comparisonBy(["==", "!="], parseOrder);
const parseBoth = jointBy("&&", parseEquality);
const parseEither = jointBy("||", parseBoth);
const parseCoalesced = jointBy("??", parseEither);
