import { randomUUID } from "node:crypto";
import { type Authority, issuerOf } from "../authority.js";
import type { Client, User } from "../directory/directory.js";
import { backdating } from "./access-token.js";
import type { Members } from "./compact-jws.js";
import { opaqueClaims } from "./opaque.js";
import { pairwiseSubject } from "./pairwise.js";

/** A sign-in that has been decided on. */
export interface IdTokenGrant {
  readonly client: Client;
  readonly user: User;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
}

/** Above this number a JWT has no groups, and a reference to them instead ("Groups overage claim"). */
const groupLimit = 200;

/** Claims of a version 2 id_token ("ID token claims reference"); `name` and the ids come with `profile`. */
export function idTokenClaims(authority: Authority, { client, user, scopes, nonce }: IdTokenGrant): Members {
  const { origin, issuerOrigin, clock } = authority;
  const now = Math.floor(clock.now() / 1000);
  const { aio, rh, uti } = opaqueClaims();
  const roles = user.roles.get(client.name) ?? [];
  const profile = scopes.includes("profile")
    ? { name: user.displayName, oid: user.objectId, preferred_username: user.userPrincipalName }
    : {};
  const guest = user.idp === undefined ? {} : { acct: 1, idp: user.idp };
  const withEmail = scopes.includes("email") || user.idp !== undefined;
  return {
    aud: client.appId,
    iss: issuerOf(issuerOrigin, user.tenantId, 2),
    iat: now - backdating,
    nbf: now - backdating,
    exp: now + (authority.tokenLifetime ?? 3600),
    aio,
    ...guest,
    ...(withEmail && user.email !== undefined ? { email: user.email } : {}),
    ...groupClaims(origin, user),
    ...(nonce === undefined ? {} : { nonce }),
    ...profile,
    rh,
    ...(roles.length > 0 ? { roles: [...roles] } : {}), // absent, never empty
    sid: randomUUID(),
    sub: pairwiseSubject(user.objectId, client.appId),
    ...(scopes.includes("profile") ? { tid: user.tenantId } : {}),
    uti,
    ver: "2.0",
    ...optionalClaims(client.idTokenClaims, user, now),
  };
}

/** The claims that the client's registration asks for, as far as the user has a value. */
function optionalClaims(wanted: readonly string[], user: User, now: number): Members {
  const known: Members = {
    acct: user.idp === undefined ? 0 : 1,
    auth_time: now,
    email: user.email,
    family_name: user.surname,
    given_name: user.givenName,
    login_hint: Buffer.from(user.userPrincipalName).toString("base64url"),
    upn: user.userPrincipalName,
  };
  return Object.fromEntries(
    Object.entries(known).filter(([name, value]) => wanted.includes(name) && value !== undefined),
  );
}

function groupClaims(origin: string, { groups, objectId }: User): Members {
  if (groups.length === 0) return {};
  if (groups.length <= groupLimit) return { groups: [...groups] };
  const endpoint = `${origin}/v1.0/users/${objectId}/getMemberObjects`;
  return { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint } } };
}
