import type { Json, JsonObject } from "../../json/json-value.js";
import { addressFunctions } from "./address-functions.js";
import { argument, equal, problem, stringAt, type TemplateFunction } from "./argument.js";
import { EvaluationProblem, type Budget } from "./budget.js";
import { copyIndex, MOST_COPIES, type CopyFrame } from "./copy-frames.js";
import { isJsonObject, itemsOf, memberOf, textOf } from "../../json/json-object.js";
import { parseExpression, type Expression } from "./parse-expression.js";
import { firstUnknown, Unknown, type Value } from "./template-value.js";
import { knownTextFunctions, textFunctions } from "./text-functions.js";
import { deriveUnknown, unreadableExpression } from "./unknown-values.js";
import { knownFunctions, elementOf, openFunctions } from "./value-functions.js";

/** What an expression can refer to. */
export interface Evaluation {
  readonly parameter: (name: string, depth: number) => Value;
  readonly variable: (name: string, depth: number) => Value;
  /** Loops around the expression, the innermost last. */
  readonly copies: readonly CopyFrame[];
  readonly budget: Budget;
}

/** Levels of lists, objects, expressions and references within each other. */
const MOST_DEPTH = 400;

const open: ReadonlyMap<string, TemplateFunction> = new Map([
  ...openFunctions,
  ...textFunctions,
  ...addressFunctions,
]);
const known: ReadonlyMap<string, TemplateFunction> = new Map([...knownFunctions, ...knownTextFunctions]);

/**
 * The value of a piece of a template: expressions are evaluated, what only a deployment knows is unknown. Throws
 * BudgetExhausted, and nothing else.
 */
export function evaluate(json: Json, evaluation: Evaluation, depth = 0): Value {
  try {
    return evaluateJson(json, evaluation, depth);
  } catch (error) {
    if (error instanceof EvaluationProblem) return unreadableExpression(json);
    throw error;
  }
}

function evaluateJson(json: Json, evaluation: Evaluation, depth: number): Value {
  evaluation.budget.step();
  if (depth > MOST_DEPTH) return problem();
  if (typeof json === "string") return evaluateText(json, evaluation, depth);
  if (typeof json !== "object" || json === null) return json;
  if (!isJsonObject(json))
    return (json as readonly Json[]).map((item) => evaluate(item, evaluation, depth + 1));
  const members = new Map<string, Value>();
  const copies = itemsOf(memberOf(json, "copy"));
  for (const [name, value] of Object.entries(json))
    if (name !== "copy" || copies.length === 0) members.set(name, evaluate(value, evaluation, depth + 1));
  for (const copy of copies)
    if (isJsonObject(copy))
      members.set(textOf(copy, "name") ?? "", evaluateCopy(copy, evaluation, depth + 1));
  return members;
}

/** A loop within an object: `{ "name": …, "count": …, "input": … }` gives a list. */
export function evaluateCopy(copy: JsonObject, evaluation: Evaluation, depth: number): Value {
  const count = evaluate(memberOf(copy, "count") ?? null, evaluation, depth);
  const input = memberOf(copy, "input");
  const name = textOf(copy, "name") ?? "";
  if (typeof count !== "number" || count > MOST_COPIES || count < 0 || input === undefined)
    return deriveUnknown("copy", [name, count], evaluation.budget);
  return Array.from({ length: count }, (_, index) => {
    const copies = [...evaluation.copies, { name, index }];
    return evaluate(input, { ...evaluation, copies }, depth + 1);
  });
}

function evaluateText(text: string, evaluation: Evaluation, depth: number): Value {
  if (!text.startsWith("[") || !text.endsWith("]")) return text;
  if (text.startsWith("[[")) return text.slice(1);
  evaluation.budget.step(1 + text.length / 16);
  const expression = parseExpression(text.slice(1, -1));
  return expression === undefined ? problem() : valueOf(expression, evaluation, depth + 1);
}

function valueOf(expression: Expression, evaluation: Evaluation, depth: number): Value {
  evaluation.budget.step();
  if (depth > MOST_DEPTH) return problem();
  if (expression.kind === "constant") return expression.value;
  if (expression.kind === "member") return valueOfMember(expression, evaluation, depth);
  const { name } = expression;
  if (name === "if") return valueOfIf(expression.args, evaluation, depth);
  const args = expression.args.map((each) => valueOf(each, evaluation, depth + 1));
  try {
    return called(name, args, evaluation, depth);
  } catch (error) {
    if (error instanceof EvaluationProblem) return deriveUnknown(name, args, evaluation.budget);
    throw error;
  }
}

function called(name: string, args: readonly Value[], evaluation: Evaluation, depth: number): Value {
  const { budget } = evaluation;
  if (name === "parameters") return evaluation.parameter(stringAt(args, 0), depth);
  if (name === "variables") return evaluation.variable(stringAt(args, 0), depth);
  if (name === "copyindex") return copyIndex(args, evaluation.copies);
  const openFunction = open.get(name);
  if (openFunction !== undefined) return openFunction(args, budget);
  const knownFunction = known.get(name);
  if (knownFunction === undefined || args.some((each) => firstUnknown(each, budget.step) !== undefined))
    return problem();
  return knownFunction(args, budget);
}

function valueOfMember(
  expression: Expression & { readonly kind: "member" },
  evaluation: Evaluation,
  depth: number,
): Value {
  const of = valueOf(expression.of, evaluation, depth + 1);
  const key = valueOf(expression.key, evaluation, depth + 1);
  try {
    return elementOf(of, key, evaluation.budget);
  } catch (error) {
    if (error instanceof EvaluationProblem) return deriveUnknown("member", [of, key], evaluation.budget);
    throw error;
  }
}

/** The branch that is not taken is not evaluated; with an unknown condition both must give the same. */
function valueOfIf(args: readonly Expression[], evaluation: Evaluation, depth: number): Value {
  const [condition, yes, no] = args;
  if (condition === undefined || yes === undefined || no === undefined) return problem();
  const decided = valueOf(condition, evaluation, depth + 1);
  if (typeof decided === "boolean") return valueOf(decided ? yes : no, evaluation, depth + 1);
  const values = [decided, valueOf(yes, evaluation, depth + 1), valueOf(no, evaluation, depth + 1)];
  try {
    const first = argument(values, 1);
    if (equal(first, argument(values, 2), evaluation.budget)) return first;
  } catch (error) {
    if (!(error instanceof EvaluationProblem)) throw error;
  }
  return deriveUnknown("if", values, evaluation.budget);
}

/** Whether a value is known to be false, known to be true, or neither. */
export function truthOf(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value instanceof Unknown || typeof value !== "string") return undefined;
  const text = value.toLowerCase();
  return text === "true" ? true : text === "false" ? false : undefined;
}
