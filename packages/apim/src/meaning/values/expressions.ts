import { readConstant } from "../../csharp/read-constant.js";
import { textOf, textWithVariables, type TextValue, variablesOf } from "./text-value.js";

/** A C# expression as the readers of expressions take it; undefined where a deployment changes it. */
export function expressionOf(value: TextValue): string | undefined {
  const isFixed = value.isExpression && !variablesOf(value).some((part) => part.isPlaceholder);
  return isFixed ? textOf(value).trim() : undefined;
}

/** The text of a constant in an expression; other values as they are. */
export function constantOf(value: TextValue): TextValue {
  const expression = expressionOf(value);
  const constant = expression && readConstant(expression, { variables: true });
  return constant === undefined ? value : textWithVariables(constant, value);
}
