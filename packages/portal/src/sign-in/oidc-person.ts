import { claimAt, type ClaimPath } from "@product-auth/core/adapter";
import { hasOverage, namesIn, textOf, textsOf, type Claims } from "./claims.js";
import type { OidcSettings } from "./oidc-options.js";
import { SignInError, type SignedIn } from "./sign-in-provider.js";

/** Where the claims of a person stand. */
export type ClaimPlaces = Pick<OidcSettings, "issuer" | "rolesClaim" | "groupsClaim" | "emailClaim">;

/** Longest `sub` (OpenID Connect Core, section 2). */
const LONGEST_SUB = 255;

/**
 * The person of verified claims. A user is the pair of issuer and `sub` (OpenID Connect Core, section 5.7): an e-mail address can
 * be given to another person.
 */
export function oidcPersonOf(claims: Claims, places: ClaimPlaces): SignedIn {
  const { sub } = claims;
  if (typeof sub !== "string" || sub === "" || sub.length > LONGEST_SUB) throw new SignInError("id_token");
  const { issuer, rolesClaim, groupsClaim } = places;
  return {
    key: `oidc|${issuer}|${sub}`,
    names: namesIn(claims),
    ...emailIn(claims, places.emailClaim),
    roles: rolesClaim === undefined ? [] : listAt(claims, rolesClaim),
    ...(groupsClaim === undefined
      ? { groups: [] }
      : !hasOverage(claims, outermost(groupsClaim)) && { groups: listAt(claims, groupsClaim) }),
  };
}

/** Whether the id_token alone says who the person is; what it lacks, the UserInfo endpoint may have. */
export function isWhole(claims: Claims, { rolesClaim, groupsClaim, emailClaim }: ClaimPlaces): boolean {
  const wanted = [emailClaim, rolesClaim, groupsClaim].filter((place) => place !== undefined);
  return (
    Object.keys(namesIn(claims)).length > 0 && wanted.every((place) => claimAt(claims, place) !== undefined)
  );
}

/** An address that the issuer itself has not proved is none: it may be that of another person. */
function emailIn(claims: Claims, place: ClaimPath): { readonly email?: string } {
  const isUnproved = claims["email_verified"] === false || claims["email_verified"] === "false";
  return isUnproved ? {} : textOf({ email: claimAt(claims, place) }, "email", "email");
}

/** A list of texts; a text alone is a list of one. */
function listAt(claims: Claims, place: ClaimPath): readonly string[] {
  const value = claimAt(claims, place);
  return textsOf(typeof value === "string" ? [value] : value);
}

const outermost = (place: ClaimPath): string => (typeof place === "string" ? place : (place[0] ?? ""));
