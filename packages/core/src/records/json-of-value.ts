import { shortened } from "../lib/shortened.js";

/** Most bytes of a record's value as JSON. */
export const MAX_VALUE_BYTES = 65_536;
/** Most levels of nesting: parsers of databases bound theirs as well. */
const MAX_DEPTH = 100;

/** A value inside another one. */
interface Member {
  readonly value: unknown;
  readonly depth: number;
  readonly name: string;
  readonly parent: Member | undefined;
}

/** Why a value cannot be stored. */
export interface ValueProblem {
  /** The place inside the value: `.names[0]`, or empty for the value itself. Never its content. */
  readonly at: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * Returns the JSON of a record's value, from which `JSON.parse` makes an equal value; or the first problem. A value that
 * `JSON.stringify` would change or drop (`undefined`, a `Date`, `NaN`) is a problem, because it would not come back.
 */
export function jsonOfValue(given: unknown): { readonly json: string } | { readonly problem: ValueProblem } {
  if (!isPlainObject(given))
    return problemAt(undefined, "is not a JSON object", 'write an object, such as { state: "active" }');
  let budget = MAX_VALUE_BYTES;
  // A stack instead of recursion, and a budget: the value may be nested deeply, contain itself, or be large.
  const open: Member[] = [{ value: given, depth: 0, name: "", parent: undefined }];
  for (let member = open.pop(); member !== undefined; member = open.pop()) {
    const { value, depth } = member;
    budget -= typeof value === "string" ? value.length + 2 : 1;
    if (budget < 0) return tooLarge();
    if (typeof value !== "object" || value === null) {
      if (!isJsonScalar(value)) return notJson(member);
      continue;
    }
    if (!Array.isArray(value) && !isPlainObject(value)) return notJson(member);
    if (depth === MAX_DEPTH)
      return problemAt(undefined, `is nested deeper than ${MAX_DEPTH} levels`, "store less nested values");
    const names = Array.isArray(value) ? undefined : Object.keys(value);
    const length = names?.length ?? (value as unknown[]).length;
    if (length > budget) return tooLarge();
    for (let i = 0; i < length; i++) {
      const name = names?.[i];
      if (name !== undefined) budget -= name.length + 3;
      open.push({
        value: name === undefined ? (value as unknown[])[i] : (value as Record<string, unknown>)[name],
        depth: depth + 1,
        name: name === undefined ? `[${i}]` : `.${name}`,
        parent: member,
      });
    }
  }
  const json = JSON.stringify(given);
  return Buffer.byteLength(json) > MAX_VALUE_BYTES ? tooLarge() : { json };
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const isJsonScalar = (value: unknown): boolean =>
  value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);

const tooLarge = () =>
  problemAt(undefined, `is longer than ${MAX_VALUE_BYTES} bytes as JSON`, "store less in one record");

const notJson = (member: Member) =>
  problemAt(
    member,
    "cannot be stored as JSON without a change",
    "write null, a string, a boolean, a finite number, a list or a plain object, or leave the member out",
  );

function problemAt(member: Member | undefined, message: string, fix: string): { problem: ValueProblem } {
  const names: string[] = [];
  for (let one = member; one !== undefined; one = one.parent) names.unshift(one.name);
  return { problem: { at: shortened(names.join(""), 200), message, fix } };
}
