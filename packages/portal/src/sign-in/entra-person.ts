import { isGuid } from "@product-auth/core/adapter";
import type { JsonObject } from "@product-auth/core/records";
import { SignInError, type SignedIn } from "./sign-in-provider.js";

/** Longest name and e-mail address that are read from a claim. */
const LONGEST = 254;

/**
 * The person of an id_token whose signature, issuer, audience, times and nonce are verified. A user is the pair of tenant and
 * object id: `sub` differs per application, and an e-mail address can be that of another person.
 */
export function personOf(claims: Readonly<Record<string, unknown>> | undefined, tenantId: string): SignedIn {
  const { tid, oid } = claims ?? {};
  if (claims === undefined || !isGuid(tid) || !isGuid(oid)) throw new SignInError("id_token");
  if (tid.toLowerCase() !== tenantId) throw new SignInError("tenant");
  return {
    key: `entra|${tenantId}|${oid.toLowerCase()}`,
    names: {
      ...textOf(claims, "given_name", "firstName"),
      ...textOf(claims, "family_name", "lastName"),
      ...textOf(claims, "name", "displayName"),
    },
    ...textOf(claims, "email", "email"),
    roles: textsOf(claims["roles"]),
    // Above 200 groups the token carries a reference instead ("Groups overage claim"). Never half a list.
    ...(!hasOverage(claims) && { groups: textsOf(claims["groups"]) }),
  };
}

function hasOverage({ _claim_names: names, hasgroups }: Readonly<Record<string, unknown>>): boolean {
  const isNamed = typeof names === "object" && names !== null && Object.hasOwn(names as JsonObject, "groups");
  return isNamed || hasgroups === true || hasgroups === "true";
}

/** A claim with a text as a member of an object; nothing without one. */
function textOf<Name extends string>(
  claims: Readonly<Record<string, unknown>>,
  claim: string,
  name: Name,
): { readonly [K in Name]?: string } {
  const text = claims[claim];
  return typeof text === "string" && text !== ""
    ? ({ [name]: text.slice(0, LONGEST) } as { [K in Name]: string })
    : {};
}

const textsOf = (claim: unknown): readonly string[] =>
  Array.isArray(claim) ? claim.filter((item): item is string => typeof item === "string") : [];
