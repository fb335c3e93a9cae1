import type { Atom, Condition } from "#src/csharp/condition.js";
import fc from "fast-check";

/**
 * What conditions look at. Headers and claims that are there have one value that is not empty: the recognized patterns do not tell
 * an empty header from an absent one.
 */
export interface Caller {
  readonly method: string;
  readonly operation: string;
  readonly api: string;
  readonly product: string | null;
  readonly subscription: string | null;
  readonly ip: string;
  readonly thumbprint: string | null;
  readonly headers: ReadonlyMap<string, string>;
  readonly claims: ReadonlyMap<string, string>;
}

export const words = ["a", "b", "A", "c d", 'q"', "\\"] as const;
export const names = ["X-One", "x-two"] as const;
export const methods = ["GET", "POST", "PUT"] as const;

const word = fc.constantFrom(...words);
const valueOrNull = fc.option(word);

function someOf(keys: readonly string[]): fc.Arbitrary<ReadonlyMap<string, string>> {
  return fc
    .tuple(...keys.map((key) => fc.option(fc.tuple(fc.constant(key), word))))
    .map((entries) => new Map(entries.filter((entry) => entry !== null)));
}

export const anyCaller: fc.Arbitrary<Caller> = fc.record({
  method: fc.constantFrom(...methods),
  operation: word,
  api: word,
  product: valueOrNull,
  subscription: valueOrNull,
  ip: word,
  thumbprint: valueOrNull,
  headers: someOf(names.map((name) => name.toLowerCase())),
  claims: someOf(names),
});

/** Whether a normal form holds for a caller. */
export function holds(condition: Condition, caller: Caller): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, caller));
  if ("any" in condition) return condition.any.some((part) => holds(part, caller));
  return "not" in condition ? !holds(condition.not, caller) : atomHolds(condition, caller);
}

function atomHolds(atom: Atom, caller: Caller): boolean {
  if ("method" in atom) return atom.method.includes(caller.method);
  if ("operation" in atom) return atom.operation.includes(caller.operation);
  if ("api" in atom) return atom.api.includes(caller.api);
  if ("product" in atom)
    return atom.product === false ? caller.product === null : atom.product.includes(caller.product ?? "none");
  if ("subscription" in atom) return caller.subscription === null;
  if ("ip" in atom) return atom.ip.includes(caller.ip);
  if ("certificate" in atom) return caller.thumbprint === null;
  if ("thumbprint" in atom) return atom.thumbprint.includes(caller.thumbprint ?? "none");
  if ("claim" in atom) return claimHolds(caller.claims.get(atom.claim), atom.has);
  const value = caller.headers.get(atom.header);
  if ("present" in atom) return (value !== undefined) === atom.present;
  return atom.ignoreCase === true ? value?.toLowerCase() === atom.is.toLowerCase() : value === atom.is;
}

function claimHolds(value: string | undefined, has: readonly string[] | undefined): boolean {
  return value !== undefined && (has === undefined || has.includes(value));
}
