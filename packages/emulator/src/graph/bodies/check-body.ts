import { isGuid } from "../../directory/guid.js";
import type { GraphRefusal } from "../graph-refusal.js";
import { graphRefusals } from "../graph-refusals.js";

/** Checks a value. `name` and `resource` are for the message. */
export type Check = (value: unknown, name: string, resource: string) => GraphRefusal | undefined;

/** The members of an object. */
export interface Shape {
  /** Name in messages, such as `Application`. */
  readonly resource: string;
  readonly members: Readonly<Record<string, Check>>;
  readonly required?: readonly string[];
  /** Members that only Graph writes. */
  readonly readOnly?: readonly string[];
}

/** JSON members by name. */
export type Members = Readonly<Record<string, unknown>>;

/** Checks an object: no member that is unknown, read-only, missing or of the wrong kind. */
export function checkMembers(value: Members, shape: Shape): GraphRefusal | undefined {
  const { members, required = [], readOnly = [], resource } = shape;
  for (const [name, member] of Object.entries(value)) {
    if (readOnly.includes(name)) return graphRefusals.readOnly(name);
    const check = Object.hasOwn(members, name) ? members[name] : undefined;
    if (check === undefined) return graphRefusals.unknownProperty(name);
    const refusal = check(member, name, resource);
    if (refusal !== undefined) return refusal;
  }
  const missing = required.find((name) => !Object.hasOwn(value, name) || value[name] === null);
  return missing === undefined ? undefined : graphRefusals.required(missing, resource);
}

/** Checks made from a test of the value. */
function satisfying(fits: (value: unknown) => boolean): Check {
  return (value, name, resource) => (fits(value) ? undefined : graphRefusals.invalid(name, resource));
}

/** Whether a value is an object and not an array. */
export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text of at most that many characters. */
export const text = (limit: number, least = 0): Check =>
  satisfying((value) => typeof value === "string" && value.length <= limit && value.length >= least);

/** A GUID. */
export const guid: Check = satisfying((value) => typeof value === "string" && isGuid(value));

/** True or false. */
export const flag: Check = satisfying((value) => typeof value === "boolean");

/** One of these values. */
export const oneOf = (...values: readonly unknown[]): Check => satisfying((value) => values.includes(value));

/** What a check admits, or null. */
export function nullable(check: Check): Check {
  return (value, name, resource) => (value === null ? undefined : check(value, name, resource));
}

/** A list of at most that many values, each admitted by a check. */
export function list(check: Check, limit: number, least = 0): Check {
  return (value, name, resource) => {
    if (!Array.isArray(value) || value.length > limit || value.length < least)
      return graphRefusals.invalid(name, resource);
    for (const one of value as unknown[]) {
      const refusal = check(one, name, resource);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  };
}

/** An object of this shape. */
export function object(shape: Shape): Check {
  return (value, name, resource) =>
    isMembers(value) ? checkMembers(value, shape) : graphRefusals.invalid(name, resource);
}

/** A text that fits a pattern. */
export function pattern(expression: RegExp, limit: number): Check {
  return satisfying((value) => typeof value === "string" && value.length <= limit && expression.test(value));
}

/** A time as Graph reads it: ISO 8601 with an offset. */
export const time: Check = satisfying(
  (value) =>
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
);
