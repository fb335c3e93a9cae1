import { variableText } from "../../variables/variable-names.js";

/** Why a value differs from what the document says, once a rule holds it. */
export type ValueCause = "secret" | "named-value" | "placeholder";

/** An environment variable in place of a text. */
export interface VariablePart {
  readonly variable: string;
  readonly cause: ValueCause;
  /** Whether a deployment fills the text in, before the gateway sees it. */
  readonly isPlaceholder: boolean;
}

/** Literal text, or a variable. */
export type ValuePart = string | VariablePart;

/** A text of a policy document with its named values and placeholders replaced. */
export interface TextValue {
  readonly parts: readonly ValuePart[];
  /** Whether the whole is a C# expression. */
  readonly isExpression: boolean;
  /** Whether a named value put an expression into the middle of it. */
  readonly holdsExpression: boolean;
}

/** The text, with `${env:NAME}` for variables. */
export const textOf = (value: TextValue): string =>
  value.parts.map((part) => (typeof part === "string" ? part : variableText(part.variable))).join("");

/** The text in lower case; names of variables stay as they are. */
export const lowerTextOf = (value: TextValue): string =>
  textOf({
    ...value,
    parts: value.parts.map((part) => (typeof part === "string" ? part.toLowerCase() : part)),
  });

/** The text with bare names of variables, to make another name from. */
export const nameOf = (value: TextValue): string =>
  value.parts.map((part) => (typeof part === "string" ? part : part.variable)).join("");

/** Whether no variable is in it. */
export const isLiteral = (value: TextValue): boolean => variablesOf(value).length === 0;

/** Whether it holds no literal text. */
export const isVariable = (value: TextValue): boolean =>
  value.parts.length > 0 && variablesOf(value).length === value.parts.length;

/** Whether it is one variable, which can stand for a number. */
export const isSingleVariable = (value: TextValue): boolean => isVariable(value) && value.parts.length === 1;

/** The variables in it. */
export const variablesOf = (value: TextValue): readonly VariablePart[] =>
  value.parts.filter((part) => typeof part !== "string");

/** Literal text, with what variables stand for where `${env:NAME}` of `origin` is in it. */
export function textWithVariables(text: string, origin: TextValue): TextValue {
  const byText = new Map(variablesOf(origin).map((part) => [variableText(part.variable), part]));
  const parts = text.split(/(\$\{env:[A-Za-z0-9_]+\})/).filter((part) => part !== "");
  return {
    parts: parts.map((part) => byText.get(part) ?? part),
    isExpression: false,
    holdsExpression: false,
  };
}

/** What a rule that holds the value differs by. */
export const causesOf = (value: TextValue): ReadonlySet<ValueCause> =>
  new Set(variablesOf(value).map((part) => part.cause));
