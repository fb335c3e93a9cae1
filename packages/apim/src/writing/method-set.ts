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

/** The methods for which a condition holds at a place. */
export function methodsWhere(when: When | undefined, at: Surroundings): MethodSet {
  if (when === undefined) return ALL_METHODS;
  if ("all" in when) return when.all.map((one) => methodsWhere(one, at)).reduce(intersection, ALL_METHODS);
  if ("any" in when) return when.any.map((one) => methodsWhere(one, at)).reduce(union, NO_METHODS);
  if ("not" in when) return complement(methodsWhere(when.not, at));
  if ("api" in when) return either(shares(when.api, at.api));
  if ("operation" in when) return either(shares(when.operation, at.operation ?? []));
  if ("product" in when)
    return either(when.product === false ? at.product === undefined : shares(when.product, at.product ?? []));
  const methods = [...new Set(when.method.map((method) => method.toUpperCase()))].sort();
  return at.method === undefined
    ? { not: false, methods }
    : either(methods.includes(at.method.toUpperCase()));
}

/** Whether a set has every method. */
export const isEvery = ({ not, methods }: MethodSet): boolean => not && methods.length === 0;

/** Whether a set has no method. */
export const isEmpty = ({ not, methods }: MethodSet): boolean => !not && methods.length === 0;

const either = (holds: boolean): MethodSet => (holds ? ALL_METHODS : NO_METHODS);

const shares = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((name) => other.includes(name));

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
