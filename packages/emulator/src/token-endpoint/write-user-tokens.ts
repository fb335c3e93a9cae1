import type { Authority } from "../authority.js";
import type { Client, User } from "../directory/directory.js";
import { type Answer, jsonAnswer } from "../server/answer.js";
import type { Platform } from "../sign-in/redirect-uris.js";
import type { RequestedResource } from "../sign-in/requested-scopes.js";
import { accessTokenClaims, accessTokenHeader, type Grant, nextLifetime } from "../tokens/access-token.js";
import { idTokenClaims } from "../tokens/id-token.js";
import { signToken } from "../tokens/token-wish.js";
import { neverStored } from "./write-refusal.js";

/** What a sign-in is worth: for which client and user, with which scopes. */
export interface UserGrant {
  readonly client: Client;
  readonly user: User;
  readonly platform: Platform;
  readonly proof: Grant["proof"];
  readonly nonce: string | undefined;
  readonly plain: readonly string[];
  /** Undefined for a token that only the issuer's userinfo endpoint can read. */
  readonly resource: RequestedResource | undefined;
  readonly scope: string;
  readonly clientInfo: boolean;
}

/** Seconds: a page's refresh tokens live a day, others 90 ("Refresh tokens in the Microsoft identity platform"). */
const refreshLifetime: Record<Platform, number> = {
  spa: 86_400,
  web: 90 * 86_400,
  publicClient: 90 * 86_400,
};

/** Writes the tokens of a user (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3): an id_token with `openid`, a refresh token with `offline_access`. */
export function writeUserTokens(authority: Authority, grant: UserGrant): Answer {
  const { client, user, platform, plain, scope, nonce } = grant;
  const lifetime = nextLifetime(authority);
  const refreshToken = plain.includes("offline_access")
    ? authority.signIns.refreshTokens.issue({ user, client, platform, scope }, refreshLifetime[platform])
    : undefined;
  const header = accessTokenHeader(authority.keyRing.current().kid, 2);
  const idToken = plain.includes("openid")
    ? signToken(authority, header, idTokenClaims(authority, { client, user, scopes: plain, nonce }))
    : undefined;
  const body = {
    token_type: "Bearer",
    scope: grantedScope(grant),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: accessToken(authority, grant, lifetime),
    refresh_token: refreshToken,
    id_token: idToken,
    client_info: grant.clientInfo ? clientInfo(user) : undefined,
  };
  return jsonAnswer(200, body, neverStored);
}

function accessToken(authority: Authority, grant: UserGrant, lifetime: number): string {
  const { client, user, resource, proof, plain } = grant;
  if (resource === undefined)
    return authority.signIns.profileTokens.issue({ user, client, scopes: plain }, lifetime);
  const { product, scopes } = resource;
  const { version } = product;
  const claims = accessTokenClaims(authority, {
    ...{ client, product, version, resource: resource.resource, roles: [], proof, lifetime },
    user: { account: user, scopes },
  });
  return signToken(authority, accessTokenHeader(authority.keyRing.current().kid, version), claims);
}

/** The granted scopes in full form. */
function grantedScope({ resource, plain }: UserGrant): string {
  if (resource === undefined) return plain.filter((one) => one !== "offline_access").join(" ");
  return resource.scopes.map((one) => `${resource.resource}/${one}`).join(" ");
}

/** Who signed in, for MSAL's cache. */
function clientInfo({ objectId, tenantId }: User): string {
  return Buffer.from(JSON.stringify({ uid: objectId, utid: tenantId })).toString("base64url");
}
