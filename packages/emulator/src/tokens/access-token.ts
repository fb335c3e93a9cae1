import { randomInt } from "node:crypto";
import { type Authority, issuerOf } from "../authority.js";
import type { Client, Product, User } from "../directory/directory.js";
import { directoryRoles } from "../directory/microsoft-graph.js";
import { isGraph } from "../directory/products.js";
import type { Members } from "./compact-jws.js";
import { opaqueClaims } from "./opaque.js";
import { pairwiseSubject } from "./pairwise.js";

/** A token that has been decided on: who gets it, for what, and how the client proved itself. */
export interface Grant {
  readonly client: Client;
  readonly product: Product;
  readonly version: 1 | 2;
  /** The resource as the client wrote it: `aud` of a version 1 token. */
  readonly resource: string;
  readonly roles: readonly string[];
  /** `0` for a public client, `1` for a secret, `2` for a certificate. */
  readonly proof: "0" | "1" | "2";
  /** Seconds. */
  readonly lifetime: number;
  /** The user of a delegated token. */
  readonly user?: { readonly account: TokenUser; readonly scopes: readonly string[] };
}

/** What a delegated token says about its user. */
export type TokenUser = Pick<
  User,
  "userPrincipalName" | "displayName" | "objectId" | "tenantId" | "idp" | "email"
>;

/** Seconds before the issue time that `iat` and `nbf` name, as real tokens do. */
export const backdating: number = 300;

/** Seconds that the next token lives: the setting, or 60 to 90 minutes at random. */
export function nextLifetime(authority: Authority): number {
  return authority.tokenLifetime ?? randomInt(3600, 5401);
}

/** Header of an access token: version 1 has `x5t` too ("Access tokens", header claims). */
export function accessTokenHeader(kid: string, version: 1 | 2): Members {
  return version === 1 ? { typ: "JWT", alg: "RS256", x5t: kid, kid } : { typ: "JWT", alg: "RS256", kid };
}

/** Claims of an access token, exactly those that Entra emits without optional claims ("Access token claims reference"). */
export function accessTokenClaims(authority: Authority, grant: Grant): Members {
  const { issuerOrigin, directory, clock } = authority;
  const issuedAt = Math.floor(clock.now() / 1000);
  const { aio, rh, uti } = opaqueClaims();
  const tenantId = grant.user?.account.tenantId ?? directory.tenantId;
  const issuer = issuerOf(issuerOrigin, tenantId, grant.version);
  const who = grant.user === undefined ? {} : userClaims(grant, grant.user);
  const claims: Members = {
    aud: audience(grant),
    iss: issuer,
    iat: issuedAt - backdating,
    nbf: issuedAt - backdating,
    exp: issuedAt + grant.lifetime,
    ...(grant.version === 1 && grant.user !== undefined ? { acr: "1", amr: ["pwd"] } : {}),
    aio,
    ...clientClaims(grant),
    ...(grant.version === 1 && grant.user === undefined ? { idp: issuer } : {}),
    ...(grant.product.idtyp ? { idtyp: grant.user === undefined ? "app" : "user" } : {}),
    oid: grant.client.objectId,
    rh,
    ...(grant.roles.length > 0 ? { roles: [...grant.roles] } : {}), // absent, never empty
    sub: grant.client.objectId,
    tid: tenantId,
    ...who,
    uti,
    ...(isGraph(grant.product) ? graphClaims(grant.client) : {}),
    ver: grant.version === 2 ? "2.0" : "1.0",
  };
  return claims;
}

/** Claims of Graph's tokens only; `wids` names the directory roles, which Graph checks in addition to `roles`. */
function graphClaims({ registrationName, directoryRoles: held }: Client): Members {
  const wids = held.flatMap((name) => directoryRoles[name] ?? []);
  return { app_displayname: registrationName, wids: wids.length === 0 ? [noDirectoryRole] : wids };
}

const noDirectoryRole = "0997a1d0-0d1d-4acb-b408-d5ca73121e90";

function audience({ product, version, resource }: Grant): string {
  return version === 2 || product.audUseGuid ? product.appId : resource;
}

function clientClaims({ client, version, proof }: Grant): Members {
  return version === 2 ? { azp: client.appId, azpacr: proof } : { appid: client.appId, appidacr: proof };
}

function userClaims({ version, product }: Grant, { account, scopes }: NonNullable<Grant["user"]>): Members {
  const { objectId, displayName, userPrincipalName, idp, email } = account;
  return {
    ...(idp === undefined ? {} : { idp, ...(email === undefined ? {} : { email }) }),
    oid: objectId,
    sub: pairwiseSubject(objectId, product.appId),
    name: displayName,
    [version === 2 ? "preferred_username" : "unique_name"]: userPrincipalName,
    scp: scopes.join(" "),
  };
}
