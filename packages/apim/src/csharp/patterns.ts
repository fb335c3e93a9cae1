import type { Expression } from "./expression.js";
import { holdsVariable } from "./variables.js";

/** The dotted path of members: `context.Request.Method`. */
export function pathOf(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "member") return undefined;
  const of = pathOf(expression.of);
  return of && `${of}.${expression.name}`;
}

/** The text that an expression is: a string, or `string.Empty`. */
export function textOf(expression: Expression | undefined): string | undefined {
  if (expression === undefined) return undefined;
  if (expression.kind === "text") return expression.value;
  return isStringClass(expression, "Empty") ? "" : undefined;
}

/** Whether an expression names this member of the class `string`. */
function isStringClass(expression: Expression, member: string): boolean {
  const path = pathOf(expression);
  return path === `string.${member}` || path === `String.${member}`;
}

/** The arguments of `string.Name(…)`. */
export function stringCall(expression: Expression, name: string): readonly Expression[] | undefined {
  if (expression.kind !== "call" || expression.name !== name) return undefined;
  const path = pathOf(expression.of);
  return path === "string" || path === "String" ? expression.arguments : undefined;
}

/** `of.GetValueOrDefault("key"[, fallback])`. The fallback is a text, or null when it is absent or `null`. */
export interface Lookup {
  readonly of: Expression;
  readonly key: string;
  readonly fallback: string | null;
}

export function lookupOf(expression: Expression): Lookup | undefined {
  if (expression.kind !== "call" || expression.name !== "GetValueOrDefault") return undefined;
  const [first, second, third] = expression.arguments;
  const key = textOf(first);
  const fallback = second === undefined || second.kind === "null" ? null : textOf(second);
  return key === undefined || fallback === undefined || third !== undefined
    ? undefined
    : { of: expression.of, key, fallback };
}

/** A lookup of a request's header. Name: lower case. */
export interface HeaderLookup {
  readonly header: string;
  readonly fallback: string | null;
}

export function headerLookupOf(expression: Expression): HeaderLookup | undefined {
  const lookup = lookupOf(expression);
  const header = lookup && headerOf(lookup.of, lookup.key);
  return lookup === undefined || header === undefined ? undefined : { header, fallback: lookup.fallback };
}

/** The name (lower case) of a header that `key` finds in the request's headers; undefined in anything else. A name in a variable has no lower case. */
export function headerOf(headers: Expression, key: string): string | undefined {
  return pathOf(headers) === "context.Request.Headers" && key !== "" && !holdsVariable(key)
    ? key.toLowerCase()
    : undefined;
}

/** `of["key"]` */
export function entryOf(
  expression: Expression,
): { readonly of: Expression; readonly key: string } | undefined {
  if (expression.kind !== "index") return undefined;
  const key = textOf(expression.index);
  return key === undefined ? undefined : { of: expression.of, key };
}

/** Where a token comes from: the variable that holds it after another element verified it, or the header, where it is only decoded. */
export type TokenOrigin = { readonly variable: string } | "authorization";

/** `(Jwt)context.Variables["v"]` or `context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt()`. */
export function tokenOf(expression: Expression): TokenOrigin | undefined {
  if (expression.kind === "jwt") {
    const entry = entryOf(expression.of);
    return entry && pathOf(entry.of) === "context.Variables" ? { variable: entry.key } : undefined;
  }
  if (expression.kind !== "call" || expression.name !== "AsJwt" || expression.arguments.length > 0)
    return undefined;
  const lookup = headerLookupOf(expression.of);
  return lookup?.header === "authorization" && isEmpty(lookup.fallback) ? "authorization" : undefined;
}

/** Where the token comes from whose claims an expression is. */
export function claimsOf(expression: Expression): TokenOrigin | undefined {
  return expression.kind === "member" && expression.name === "Claims" ? tokenOf(expression.of) : undefined;
}

/** Whether a fallback gives nothing: none, `null` or `""`. */
export function isEmpty(fallback: string | null): boolean {
  return fallback === null || fallback === "";
}
