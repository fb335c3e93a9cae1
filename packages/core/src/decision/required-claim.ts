import type { TokenClaims } from "../evidence/evidence.js";
import type { RequiredClaim } from "../catalog/products.js";
import { jsonText } from "../lib/json-object.js";

/**
 * Whether the claims satisfy a `required-claims` entry (`validate-jwt`, API Management). Values are compared exactly. A
 * list counts as its members, a string with a separator as its parts, anything else as one value in JSON.
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

/** Describes a required claim for operators. */
export function describeRequiredClaim({ name, values = [], match = "all" }: RequiredClaim): string {
  return values.length === 0
    ? `a claim ${name}`
    : `${name} with ${values.join(match === "all" ? " and " : " or ")}`;
}

function valuesOf(claim: unknown, separator: string | undefined): readonly (string | undefined)[] {
  if (Array.isArray(claim)) return claim.map(asText);
  if (typeof claim === "string" && separator !== undefined) return claim.split(separator);
  return [asText(claim)];
}

// A claim that is nested too deeply for JSON equals no value.
const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : jsonText(value));
