import { parseExpression, type ExpressionOptions } from "./parse-expression.js";
import { textOf } from "./patterns.js";

/** The text of an expression that is a constant: `@("text")`. */
export function readConstant(expression: string, options?: ExpressionOptions): string | undefined {
  return textOf(parseExpression(expression, options));
}
