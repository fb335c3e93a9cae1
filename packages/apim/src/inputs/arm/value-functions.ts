import type { Json } from "../../json/json-value.js";
import {
  argument,
  booleanAt,
  equal,
  integerAt,
  jsonOfValue,
  problem,
  stringAt,
  type TemplateFunction,
} from "./argument.js";
import type { Budget } from "./budget.js";
import { isList, isValueObject, Pieces, Unknown, valueOfJson, type Value } from "./template-value.js";

/** Functions that take unknown values inside lists and objects, and in places that do not matter. */
export const openFunctions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["createarray", (args) => args],
  ["array", (args) => arrayOf(argument(args, 0))],
  ["createobject", createObject],
  ["coalesce", (args) => (args.length === 0 ? problem() : (args.find((each) => each !== null) ?? null))],
  ["union", union],
  ["length", (args) => lengthOf(argument(args, 0))],
  ["empty", (args) => emptiness(argument(args, 0))],
  ["first", (args) => itemAt(argument(args, 0), "first")],
  ["last", (args) => itemAt(argument(args, 0), "last")],
  ["take", (args, budget) => sliced(args, budget, (count) => [0, count])],
  ["skip", (args, budget) => sliced(args, budget, (count) => [count, Infinity])],
  ["and", (args) => every(args, true)],
  ["or", (args) => every(args, false)],
  ["null", () => null],
  ["true", () => true],
  ["false", () => false],
]);

/** Functions of wholly known values. */
export const knownFunctions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["not", (args) => !booleanAt(args, 0)],
  ["equals", (args, budget) => equal(argument(args, 0), argument(args, 1), budget)],
  ["contains", contains],
  ["int", (args) => integerOf(argument(args, 0))],
  ["bool", (args) => booleanOf(argument(args, 0))],
  ["json", (args) => jsonValue(stringAt(args, 0))],
  ["add", (args) => checked(integerAt(args, 0) + integerAt(args, 1))],
  ["sub", (args) => checked(integerAt(args, 0) - integerAt(args, 1))],
  ["min", (args) => numbersOf(args).reduce((a, b) => Math.min(a, b))],
  ["max", (args) => numbersOf(args).reduce((a, b) => Math.max(a, b))],
]);

function arrayOf(value: Value): Value {
  if (value instanceof Unknown) return problem();
  return isList(value) ? value : [value];
}

function createObject(args: readonly Value[]): Value {
  if (args.length % 2 !== 0) return problem();
  const members = new Map<string, Value>();
  for (let index = 0; index < args.length; index += 2)
    members.set(stringAt(args, index), argument(args, index + 1));
  return members;
}

function union(args: readonly Value[], budget: Budget): Value {
  if (args.length === 0) return problem();
  return args.every(isList) ? unionOfLists(args, budget) : args.reduce((a, b) => merged(a, b, budget));
}

function unionOfLists(lists: readonly (readonly Value[])[], budget: Budget): Value {
  const byText = new Map<string, Value>();
  for (const item of lists.flat()) {
    const key = JSON.stringify(jsonOfValue(item, budget));
    if (!byText.has(key)) byText.set(key, item);
  }
  return [...byText.values()];
}

/** Members of the second object win; objects in both are merged. */
function merged(a: Value, b: Value, budget: Budget): Value {
  if (!isValueObject(a) || !isValueObject(b)) return problem();
  budget.step(a.size + b.size);
  const members = new Map(a);
  for (const [name, member] of b) {
    const other = members.get(name);
    const isMerge = other !== undefined && isValueObject(other) && isValueObject(member);
    members.set(name, isMerge ? merged(other, member, budget) : member);
  }
  return members;
}

function lengthOf(value: Value): number {
  if (typeof value === "string" || isList(value)) return value.length;
  return isValueObject(value) ? value.size : problem();
}

function emptiness(value: Value): boolean {
  if (value === null) return true;
  // A text with a known part is not empty, whatever the rest is.
  if (value instanceof Pieces)
    return value.parts.some((part) => typeof part === "string") ? false : problem();
  return lengthOf(value) === 0;
}

function itemAt(value: Value, which: "first" | "last"): Value {
  if (typeof value === "string") return which === "first" ? value.slice(0, 1) : value.slice(-1);
  if (!isList(value)) return problem();
  const item = which === "first" ? value[0] : value.at(-1);
  return item === undefined ? problem() : item;
}

function sliced(args: readonly Value[], budget: Budget, range: (count: number) => [number, number]): Value {
  const value = argument(args, 0);
  const [start, end] = range(Math.max(0, integerAt(args, 1)));
  if (typeof value !== "string" && !isList(value)) return problem();
  if (isList(value)) budget.step(value.length);
  else budget.make(value.length);
  return value.slice(start, end);
}

/** `and` (decided by a false) and `or` (decided by a true), whatever else is unknown. */
function every(args: readonly Value[], neutral: boolean): Value {
  if (args.length === 0) return problem();
  if (args.includes(!neutral)) return !neutral;
  return args.every((each) => each === neutral) ? neutral : problem();
}

function contains(args: readonly Value[], budget: Budget): Value {
  const container = argument(args, 0);
  const item = argument(args, 1);
  if (isList(container)) return container.some((each) => equal(each, item, budget));
  const text = typeof item === "number" ? String(item) : item;
  if (typeof text !== "string") return problem();
  if (typeof container === "string") return container.includes(text);
  return isValueObject(container) ? [...container.keys()].some((name) => sameName(name, text)) : problem();
}

/** Names of members are compared without case. */
export function sameName(a: string, b: string): boolean {
  return a === b || (a.length === b.length && a.toLowerCase() === b.toLowerCase());
}

function integerOf(value: Value): number {
  if (typeof value === "number") return checked(Math.trunc(value));
  return typeof value === "string" && /^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : problem();
}

function booleanOf(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (typeof value !== "string") return problem();
  const text = value.toLowerCase();
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : problem();
}

function jsonValue(text: string): Value {
  try {
    return valueOfJson(JSON.parse(text) as Json) ?? problem();
  } catch {
    return problem();
  }
}

function numbersOf(args: readonly Value[]): readonly number[] {
  const first = argument(args, 0);
  const all = isList(first) ? first : args;
  return all.length === 0 ? problem() : all.map((_, index) => integerAt(all, index));
}

function checked(value: number): number {
  return Number.isSafeInteger(value) ? value : problem();
}

/** The member of an object, the item of a list. */
export function elementOf(value: Value, key: Value, budget: Budget): Value {
  if (isList(value)) {
    const item = typeof key === "number" ? value[key] : undefined;
    return item === undefined ? problem() : item;
  }
  if (!isValueObject(value) || typeof key !== "string") return problem();
  const exact = value.get(key);
  if (exact !== undefined) return exact;
  budget.step(value.size);
  for (const [name, member] of value) if (sameName(name, key)) return member;
  return problem();
}
