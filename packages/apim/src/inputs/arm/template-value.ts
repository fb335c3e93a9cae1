import type { Json } from "../../json/json-value.js";

/** A value that only a deployment knows: a parameter without value, the result of `reference()` or `tenant()`. */
export class Unknown {
  /** Two unknown values with one identity are the same value. Never shown: it can hold texts of the template. */
  readonly identity: string;
  /** What the variable that stands for it is named after. */
  readonly name: string;
  readonly isSecret: boolean;

  constructor(identity: string, name: string, isSecret: boolean) {
    this.identity = identity;
    this.name = name;
    this.isSecret = isSecret;
  }
}

/** A text with unknown values in it. Two texts never follow each other, and none is empty. */
export class Pieces {
  readonly parts: readonly (string | Unknown)[];

  constructor(parts: readonly (string | Unknown)[]) {
    this.parts = parts;
  }
}

/** Members by name. A map, because names come from files. */
export type ValueObject = ReadonlyMap<string, Value>;

export type Value = null | boolean | number | string | readonly Value[] | ValueObject | Unknown | Pieces;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isValueObject(value: Value): value is ValueObject {
  return value instanceof Map;
}

/** Joins texts and unknown values: a text when all are known. */
export function joined(parts: Iterable<string | Unknown>): string | Unknown | Pieces {
  const merged: (string | Unknown)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  const [only] = merged;
  if (only === undefined) return "";
  return merged.length === 1 ? only : new Pieces(merged);
}

/** Parts of a text, known or not. */
export function partsOf(text: string | Unknown | Pieces): readonly (string | Unknown)[] {
  return text instanceof Pieces ? text.parts : [text];
}

/** A JSON value that holds no expressions. `undefined` when it is nested more than `depth` levels. */
export function valueOfJson(json: Json, depth = 200): Value | undefined {
  if (typeof json !== "object" || json === null) return json;
  if (depth === 0) return undefined;
  if (Array.isArray(json)) {
    const items: Value[] = [];
    for (const item of json as readonly Json[]) {
      const value = valueOfJson(item, depth - 1);
      if (value === undefined) return undefined;
      items.push(value);
    }
    return items;
  }
  const members = new Map<string, Value>();
  for (const [name, member] of Object.entries(json)) {
    const value = valueOfJson(member, depth - 1);
    if (value === undefined) return undefined;
    members.set(name, value);
  }
  return members;
}

/** The first unknown value in it, or `undefined`. `visit` is called for each value and may throw. */
export function firstUnknown(value: Value, visit: () => void): Unknown | undefined {
  visit();
  if (value instanceof Unknown) return value;
  if (value instanceof Pieces) return value.parts.find((part) => part instanceof Unknown);
  const inner = isList(value) ? value : isValueObject(value) ? value.values() : [];
  for (const each of inner) {
    const unknown = firstUnknown(each, visit);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}
