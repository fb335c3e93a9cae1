import type { ClaimDemand } from "#src/report/rule.js";

export type Claims = Readonly<Record<string, unknown>>;

/** The values of a claim as texts; undefined when the token has none. */
export function valuesOf(claims: Claims, name: string, separator?: string): readonly string[] | undefined {
  if (!Object.hasOwn(claims, name)) return undefined;
  const value = claims[name];
  if (Array.isArray(value)) return value.map(textOf);
  const text = textOf(value);
  return separator === undefined || separator === "" ? [text] : text.split(separator);
}

/** Claims as the gateway joins them for a comparison with one text. */
export const joined = (claims: Claims): Claims =>
  Object.fromEntries(
    Object.keys(claims).map((name) => [name, (valuesOf(claims, name) ?? []).join(",")] as const),
  );

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The table of required claims: `all` of the values are there, or `any`; without values the claim must be there. */
export function satisfies(claims: Claims, { name, match, values, separator }: ClaimDemand): boolean {
  const held = valuesOf(claims, name, separator);
  if (held === undefined) return false;
  if (values.length === 0) return true;
  const isHeld = (value: string): boolean => held.includes(value);
  return match === "all" ? values.every(isHeld) : values.some(isHeld);
}
