import { own, type JsonObject } from "../../../lib/json-object.js";
import type { TokenClaims } from "../../evidence.js";
import { spaceSeparated, texts } from "./claim-shapes.js";

/**
 * Where a claim stands: its name, or the names from the outside in, such as `["realm_access", "roles"]`. A name with dots
 * is the claim of that name; only in a token without that claim, dots separate the names of a path.
 */
export type ClaimPath = string | readonly string[];

/** Reads rights from the claims: a string with spaces, a list of strings, or undefined for none. */
export type RightsOf = (claims: TokenClaims) => string | readonly string[] | undefined;

/** Where roles or scopes stand: in a claim, in the names of an object's members, or where a function finds them. */
export type RightsPlace = ClaimPath | { readonly membersOf: ClaimPath } | RightsOf;

/** Where the client id stands. */
export type ClientPlace = ClaimPath | ((claims: TokenClaims) => string | undefined);

/** Names in a path. No issuer nests its claims deeper. */
export const MOST_NAMES = 10;

/** The value at a path of own members; undefined when any of them is missing or is not an object. */
export function claimAt(payload: JsonObject, place: ClaimPath): unknown {
  if (typeof place !== "string") return follow(payload, place);
  // The claim of the whole name comes first, whatever its value: adding one must never reveal another.
  if (Object.hasOwn(payload, place)) return payload[place];
  return isDotted(place) ? follow(payload, place.split(".")) : undefined;
}

/** Reads roles or scopes, except those that a function finds: it must not see a token before its signature is verified. */
export function rightsAt(payload: JsonObject, place: RightsPlace): readonly string[] {
  if (typeof place === "function") return [];
  return isMembersOf(place)
    ? memberNames(claimAt(payload, place.membersOf))
    : rightsIn(claimAt(payload, place));
}

/** Rights as issuers write them: a list of strings, or one string separated by spaces. Any other shape counts as none. */
export const rightsIn = (value: unknown): readonly string[] =>
  typeof value === "string" ? spaceSeparated(value) : texts(value);

type MembersOf = Extract<RightsPlace, { readonly membersOf: unknown }>;

const isMembersOf = (place: ClaimPath | MembersOf): place is MembersOf =>
  typeof place === "object" && "membersOf" in place;

function follow(payload: JsonObject, names: readonly string[]): unknown {
  let found: unknown = payload;
  for (const name of names) {
    if (!isObject(found)) return undefined;
    found = own(found, name);
  }
  return found;
}

// A name such as `realm_access.roles`, as Keycloak and Spring write paths. URLs and URNs, the names of namespaced claims,
// are never read as paths: `https://contoso.example/roles` would be the member `example/roles` of `https://contoso`.
const isDotted = (name: string): boolean =>
  /^[\w-]+(?:\.[\w-]+)+$/.test(name) && name.split(".").length <= MOST_NAMES;

// A member grants its name when its value is true, or an object that is not empty, as ZITADEL writes the organizations
// that granted a role. `{ "admin": false }`, `{ "admin": null }` and `{ "admin": {} }` grant nothing.
function memberNames(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.keys(value).filter((name) => {
    const member = value[name];
    return member === true || (isObject(member) && Object.keys(member).length > 0);
  });
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
