import type { Json } from "../../json/json-value.js";
import { EvaluationProblem, type Budget } from "./budget.js";
import { isList, isValueObject, Pieces, Unknown, type Value, type ValueObject } from "./template-value.js";

/** A function of template expressions. Throws EvaluationProblem for arguments that it does not take. */
export type TemplateFunction = (args: readonly Value[], budget: Budget) => Value;

export type Text = string | Unknown | Pieces;

export function problem(): never {
  throw new EvaluationProblem();
}

/** The argument at an index; `undefined` when there is none. */
export function argument(args: readonly Value[], index: number): Value {
  const value = args[index];
  return value === undefined ? problem() : value;
}

export function stringAt(args: readonly Value[], index: number): string {
  const value = argument(args, index);
  return typeof value === "string" ? value : problem();
}

export function integerAt(args: readonly Value[], index: number): number {
  const value = argument(args, index);
  return typeof value === "number" && Number.isSafeInteger(value) ? value : problem();
}

export function booleanAt(args: readonly Value[], index: number): boolean {
  const value = argument(args, index);
  return typeof value === "boolean" ? value : problem();
}

export function isText(value: Value): value is Text {
  return typeof value === "string" || value instanceof Unknown || value instanceof Pieces;
}

/** How `concat`, `format` and `string` write a value. Booleans as .NET does. */
export function textOf(value: Value, budget: Budget): Text {
  if (isText(value)) return value;
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "number" ? String(value) : JSON.stringify(jsonOfValue(value, budget));
}

/**
 * A value as JSON; values that occur several times are counted each time. Texts with unknown values are written by
 * `render`, and refused without it.
 */
export function jsonOfValue(
  value: Value,
  budget: Budget,
  render: (text: Unknown | Pieces) => string = problem,
): Json {
  budget.step();
  if (value instanceof Unknown || value instanceof Pieces) return render(value);
  if (typeof value !== "object" || value === null) {
    if (typeof value === "string") budget.make(value.length);
    return value;
  }
  if (isList(value)) return value.map((item) => jsonOfValue(item, budget, render));
  budget.step(3 * value.size);
  return Object.fromEntries([...value].map(([name, member]) => [name, jsonOfValue(member, budget, render)]));
}

/** Whether two known values are equal; texts by their exact characters. */
export function equal(a: Value, b: Value, budget: Budget): boolean {
  budget.step();
  if (a instanceof Unknown || b instanceof Unknown) return problem();
  if (a instanceof Pieces || b instanceof Pieces) return problem();
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null, budget));
  if (isValueObject(a) && isValueObject(b)) return equalObjects(a, b, budget);
  return a === b;
}

function equalObjects(a: ValueObject, b: ValueObject, budget: Budget): boolean {
  if (a.size !== b.size) return false;
  for (const [name, member] of a) {
    const other = b.get(name);
    if (other === undefined || !equal(member, other, budget)) return false;
  }
  return true;
}
