import { isDeepStrictEqual } from "node:util";
import { holdsVariable } from "../csharp/variables.js";
import type { When } from "../report/rule.js";

/** HTTP methods: those of a list, or with `not` all others. */
export interface MethodSet {
  readonly not: boolean;
  /** Upper case, sorted. */
  readonly methods: readonly string[];
}

/** What a condition is asked about. */
export interface Surroundings {
  /** All spellings of the API that a condition may use: name, display name, path. */
  readonly api: readonly string[];
  /** The same of the operation; undefined when operations are not known. */
  readonly operation: readonly string[] | undefined;
  /** Of the operation; undefined: any. */
  readonly method: string | undefined;
  /** All spellings of the product; undefined outside of products. */
  readonly product: readonly string[] | undefined;
}

export const ALL_METHODS: MethodSet = { not: true, methods: [] };
export const NO_METHODS: MethodSet = { not: false, methods: [] };

/**
 * The methods for which a condition holds at a place; undefined where that depends on what is not known: the operation of a
 * call to an API without operations, or the value of an environment variable.
 */
export function methodsWhere(when: When | undefined, at: Surroundings): MethodSet | undefined {
  if (when === undefined) return ALL_METHODS;
  const [least, most] = [false, true].map((mayHold) => methodsIf(when, at, mayHold));
  return isDeepStrictEqual(least, most) ? most : undefined;
}

/** The methods for which a condition holds when comparisons with what is not known hold (`mayHold`), or do not. */
function methodsIf(when: When, at: Surroundings, mayHold: boolean): MethodSet {
  if ("all" in when)
    return when.all.map((one) => methodsIf(one, at, mayHold)).reduce(intersection, ALL_METHODS);
  if ("any" in when) return when.any.map((one) => methodsIf(one, at, mayHold)).reduce(union, NO_METHODS);
  if ("not" in when) return complement(methodsIf(when.not, at, !mayHold));
  if ("api" in when) return either(isOneOf(when.api, at.api, mayHold));
  if ("operation" in when)
    return either(at.operation === undefined ? mayHold : isOneOf(when.operation, at.operation, mayHold));
  if ("product" in when) {
    if (when.product === false) return either(at.product === undefined);
    return either(at.product !== undefined && isOneOf(when.product, at.product, mayHold));
  }
  if (mayHold && when.method.some(holdsVariable)) return ALL_METHODS;
  // The gateway compares methods with case, and requests have them in upper case.
  const methods = [...new Set(when.method.filter((method) => method === method.toUpperCase()))];
  const known = methods.filter((method) => !holdsVariable(method)).sort();
  return at.method === undefined
    ? { not: false, methods: known }
    : either(known.includes(at.method.toUpperCase()));
}

/** Whether a set has every method. */
export const isEvery = ({ not, methods }: MethodSet): boolean => not && methods.length === 0;

/** Whether a set has no method. */
export const isEmpty = ({ not, methods }: MethodSet): boolean => !not && methods.length === 0;

const either = (holds: boolean): MethodSet => (holds ? ALL_METHODS : NO_METHODS);

const isOneOf = (wanted: readonly string[], spellings: readonly string[], mayHold: boolean): boolean =>
  wanted.some((name) => (holdsVariable(name) ? mayHold : spellings.includes(name)));

const complement = ({ not, methods }: MethodSet): MethodSet => ({ not: !not, methods });

function union(one: MethodSet, other: MethodSet): MethodSet {
  return complement(intersection(complement(one), complement(other)));
}

function intersection(one: MethodSet, other: MethodSet): MethodSet {
  if (one.not && other.not)
    return { not: true, methods: [...new Set([...one.methods, ...other.methods])].sort() };
  if (one.not) return { not: false, methods: other.methods.filter((name) => !one.methods.includes(name)) };
  return { not: false, methods: one.methods.filter((name) => other.methods.includes(name) !== other.not) };
}
