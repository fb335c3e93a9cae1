import type { ComparedName } from "./compared-name.js";
import type { Atom, Condition } from "./condition.js";
import { negate } from "./conditions.js";
import { equalityOf, ignoresCase, type Equality } from "./equality.js";
import type { Expression } from "./expression.js";
import {
  claimsOf,
  entryOf,
  headerLookupOf,
  isEmpty,
  headerOf,
  lookupOf,
  pathOf,
  stringCall,
  textOf,
} from "./patterns.js";
import { holdsVariable } from "./variables.js";

/**
 * The condition that one comparison or call is; with a negation for `!=`.
 *
 * @param isPlain - Whether a comparison with a name means the same for each property that is a name.
 */
export function atomOf(
  expression: Expression,
  isPlain: (name: ComparedName) => boolean,
): Condition | undefined {
  const equality = equalityOf(expression);
  if (equality === undefined)
    return containedMethod(expression) ?? headerAtom(expression) ?? claimAtom(expression);
  const atom =
    equality.constant === null
      ? absenceAtom(equality.value)
      : equalAtom(equality, equality.constant, isPlain);
  return atom && (equality.isNegated ? negate(atom) : atom);
}

const absences: ReadonlyMap<string | undefined, Atom> = new Map<string, Atom>([
  ["context.Product", { product: false }],
  ["context.Subscription", { subscription: false }],
  ["context.Request.Certificate", { certificate: false }],
]);

function absenceAtom(value: Expression): Atom | undefined {
  return absences.get(pathOf(value)) ?? absentHeader(value);
}

function absentHeader(value: Expression): Atom | undefined {
  const lookup = headerLookupOf(value);
  return lookup && isEmpty(lookup.fallback) ? { header: lookup.header, present: false } : undefined;
}

const texts: ReadonlyMap<string | undefined, (text: string) => Atom> = new Map<
  string,
  (text: string) => Atom
>([
  ["context.Request.IpAddress", (text) => ({ ip: [text] })],
  ["context.Request.Certificate.Thumbprint", (text) => ({ thumbprint: [text] })],
]);

const names: ReadonlyMap<string | undefined, Omit<ComparedName, "text">> = new Map<
  string,
  Omit<ComparedName, "text">
>([
  ["context.Operation.Id", { subject: "operation", property: "Id" }],
  ["context.Operation.Name", { subject: "operation", property: "Name" }],
  ["context.Api.Id", { subject: "api", property: "Id" }],
  ["context.Api.Name", { subject: "api", property: "Name" }],
  ["context.Api.Path", { subject: "api", property: "Path" }],
  ["context.Product.Id", { subject: "product", property: "Id" }],
  ["context.Product.Name", { subject: "product", property: "Name" }],
]);

const named: Readonly<Record<ComparedName["subject"], (text: string) => Atom>> = {
  operation: (text) => ({ operation: [text] }),
  api: (text) => ({ api: [text] }),
  product: (text) => ({ product: [text] }),
};

function equalAtom(
  { value, ignoreCase }: Equality,
  text: string,
  isPlain: (name: ComparedName) => boolean,
): Atom | undefined {
  if (pathOf(value) === "context.Request.Method") return methodAtom([text], ignoreCase);
  const header = equalHeader(value, text, ignoreCase);
  if (header !== undefined || ignoreCase) return header;
  const name = names.get(pathOf(value));
  if (name !== undefined) return isPlain({ ...name, text }) ? named[name.subject](text) : undefined;
  return texts.get(pathOf(value))?.(text) ?? equalClaim(value, text);
}

/** Methods arrive in upper case, so that a comparison which ignores case compares with upper case. */
function methodAtom(methods: readonly string[], ignoreCase: boolean): Atom | undefined {
  if (ignoreCase && methods.some(holdsVariable)) return undefined;
  return { method: ignoreCase ? methods.map((method) => method.toUpperCase()) : methods };
}

/** With no fallback an absent header is null, which differs from `""`. */
function equalHeader(value: Expression, text: string, ignoreCase: boolean): Atom | undefined {
  const lookup = headerLookupOf(value);
  if (lookup === undefined || !isEmpty(lookup.fallback)) return undefined;
  if (text === "") return lookup.fallback === "" ? { header: lookup.header, present: false } : undefined;
  return { header: lookup.header, is: text, ...(ignoreCase ? { ignoreCase } : {}) };
}

/** A fallback that is the text itself would admit tokens without the claim. */
function equalClaim(value: Expression, text: string): Atom | undefined {
  const lookup = lookupOf(value);
  const from = lookup && claimsOf(lookup.of);
  if (lookup === undefined || typeof from !== "object") return undefined;
  if (text === "" || text === lookup.fallback || holdsVariable(lookup.fallback ?? "")) return undefined;
  return { claim: lookup.key, has: [text], joined: true, variable: from.variable };
}

/** `new [] {"GET", "HEAD"}.Contains(context.Request.Method[, comparer])` */
function containedMethod(expression: Expression): Atom | undefined {
  if (expression.kind !== "call" || expression.name !== "Contains" || expression.of.kind !== "list")
    return undefined;
  const [value, comparer, more] = expression.arguments;
  const ignoreCase = ignoresCase(comparer, "StringComparer");
  if (value === undefined || pathOf(value) !== "context.Request.Method" || more !== undefined)
    return undefined;
  const methods = expression.of.items.map(textOf).filter((method) => method !== undefined);
  const isWhole = methods.length > 0 && methods.length === expression.of.items.length;
  return isWhole && ignoreCase !== undefined ? methodAtom(methods, ignoreCase) : undefined;
}

/** `context.Request.Headers.ContainsKey("H")`, `string.IsNullOrEmpty(…)` and `string.IsNullOrWhiteSpace(…)` */
function headerAtom(expression: Expression): Atom | undefined {
  const tested = stringCall(expression, "IsNullOrEmpty") ?? stringCall(expression, "IsNullOrWhiteSpace");
  const [value] = tested ?? [];
  if (value !== undefined) return tested?.length === 1 ? absentHeader(value) : undefined;
  const key = containedKey(expression);
  const header = key && headerOf(key.of, key.name);
  return header === undefined ? undefined : { header, present: true };
}

function containedKey(
  expression: Expression,
): { readonly of: Expression; readonly name: string } | undefined {
  if (expression.kind !== "call" || expression.name !== "ContainsKey" || expression.arguments.length !== 1)
    return undefined;
  const name = textOf(expression.arguments[0]);
  return name === undefined ? undefined : { of: expression.of, name };
}

/** `….Claims.ContainsKey("c")` and `….Claims["c"].Contains("x")`, of a token in a variable */
function claimAtom(expression: Expression): Atom | undefined {
  const key = containedKey(expression);
  const from = key && claimsOf(key.of);
  if (key !== undefined)
    return typeof from === "object" ? { claim: key.name, variable: from.variable } : undefined;
  if (expression.kind !== "call" || expression.name !== "Contains" || expression.arguments.length !== 1)
    return undefined;
  const entry = entryOf(expression.of);
  const origin = entry && claimsOf(entry.of);
  const text = textOf(expression.arguments[0]);
  if (entry === undefined || typeof origin !== "object" || text === undefined) return undefined;
  return { claim: entry.key, has: [text], variable: origin.variable };
}
