import type { SignedIn } from "./sign-in-provider.js";

/** The claims of a verified id_token. */
export type Claims = Readonly<Record<string, unknown>>;

/** Longest name and e-mail address that are read from a claim. */
const LONGEST = 254;
/** Most entries of a list, and longest one. */
const MOST_TEXTS = 1000;
const LONGEST_ENTRY = 256;

/** A claim with a text as a member of an object; nothing without one. */
export function textOf<Name extends string>(
  claims: Claims,
  claim: string,
  name: Name,
): { readonly [K in Name]?: string } {
  const text = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  return typeof text === "string" && text !== ""
    ? ({ [name]: text.slice(0, LONGEST) } as { [K in Name]: string })
    : {};
}

/** The texts of a list; none of a list that is too long, because half of one says something else. */
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) && value.length <= MOST_TEXTS
    ? value.filter((item): item is string => typeof item === "string" && item.length <= LONGEST_ENTRY)
    : [];

/** First, last and whole name. */
export const namesIn = (claims: Claims): SignedIn["names"] => ({
  ...textOf(claims, "given_name", "firstName"),
  ...textOf(claims, "family_name", "lastName"),
  ...textOf(claims, "name", "displayName"),
});

/** Whether the issuer left the groups out because there are too many of them: "Groups overage claim" of Entra. */
export function hasOverage(claims: Claims, claim = "groups"): boolean {
  const { _claim_names: names, hasgroups } = claims;
  const isNamed = typeof names === "object" && names !== null && Object.hasOwn(names, claim);
  return isNamed || hasgroups === true || hasgroups === "true";
}
