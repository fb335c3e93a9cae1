import { skipSpace, withoutSpaceBehind } from "./characters.js";
import { decodePart } from "./decode-entities.js";
import { readExpression, startsExpression } from "./read-expression.js";
import { RefusedText } from "./refused-text.js";

/** The value of an attribute. */
export interface AttributeValue {
  readonly value: string;
  readonly isExpression: boolean;
  /** Whether it is an expression that was encoded more than once. */
  readonly doubleEncoded: boolean;
  /** Behind the closing quote. */
  readonly end: number;
}

/** Reads the value whose opening quote stands at `at`. */
export function readAttributeValue(text: string, at: number): AttributeValue {
  const quote = text[at];
  if (quote !== '"' && quote !== "'") throw new RefusedText(at, "the value of an attribute has no quotes");
  const close = text.indexOf(quote, at + 1);
  const start = skipSpace(text, at + 1);
  if (startsExpression(text, start)) {
    const expression = readExpression(text, start, close < 0 ? undefined : close);
    const end = skipSpace(text, expression.end);
    if (text[end] !== quote) throw new RefusedText(start, "an attribute does not end behind its expression");
    return { ...expression, isExpression: true, end: end + 1 };
  }
  if (close < 0) throw new RefusedText(at, "the value of an attribute does not end");
  const value = decodePart(text, at + 1, close);
  const first = skipSpace(value, 0);
  // The gateway evaluates what an XML parser gives it, so that an encoded `@` starts an expression too.
  const isExpression = startsExpression(value, first);
  return {
    value: isExpression ? withoutSpaceBehind(value.slice(first)) : value,
    isExpression,
    doubleEncoded: false,
    end: close + 1,
  };
}
