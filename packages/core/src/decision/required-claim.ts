import type { TokenClaims } from "../evidence/evidence.js";
import type { RequiredClaim } from "../catalog/products.js";
import { jsonText } from "../lib/json-text.js";

/**
 * Whether the claims satisfy a demand of `required-claims` (`validate-jwt`, API Management): values are compared
 * exactly; a list is its members, a text with a separator its parts, anything else one value in JSON's writing.
 */
export function hasClaim(
  claims: TokenClaims,
  { name, values = [], match = "all", separator }: RequiredClaim,
): boolean {
  if (!Object.hasOwn(claims, name)) return false;
  const held = valuesOf(claims[name], separator);
  if (values.length === 0) return true;
  return match === "all"
    ? values.every((value) => held.includes(value))
    : values.some((value) => held.includes(value));
}

/** A demand in words, for operators. */
export function worded({ name, values = [], match = "all" }: RequiredClaim): string {
  return values.length === 0
    ? `a claim ${name}`
    : `${name} with ${values.join(match === "all" ? " and " : " or ")}`;
}

function valuesOf(claim: unknown, separator: string | undefined): readonly (string | undefined)[] {
  if (Array.isArray(claim)) return claim.map(asText);
  if (typeof claim === "string" && separator !== undefined) return claim.split(separator);
  return [asText(claim)];
}

// A claim that is nested too deeply to be written equals no value.
const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : jsonText(value));
