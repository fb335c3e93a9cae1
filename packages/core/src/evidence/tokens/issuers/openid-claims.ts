import type { TokenClaims, VerifiedToken } from "../../evidence.js";
import type { Finding } from "../../../refusals/refusals.js";
import { sanitize } from "../../../lib/sanitize.js";
import { own, type JsonObject } from "../../../lib/json-object.js";
import { claimAt, rightsAt, type ClaimPath, type ClientPlace, type RightsPlace } from "./claim-places.js";
import { isTime, senderConstraint, texts } from "./claim-shapes.js";

/** Where the claims stand that differ between issuers. */
export interface ClaimPlaces {
  readonly rolesClaim: RightsPlace;
  readonly scopesClaim: RightsPlace;
  readonly clientClaim: ClientPlace | undefined;
  readonly requireExpirationTime: boolean;
}

/**
 * Reads `aud`, or the claim that takes its place in tokens without `aud`: one string or a list of strings (RFC 7519
 * §4.1.3); any other shape counts as empty. A token with both is not for us by the other claim: `aud` states for whom it
 * is, such as the client that received an ID token.
 */
export function audiencesIn(payload: JsonObject, instead?: ClaimPath): readonly string[] {
  if (instead !== undefined && Object.hasOwn(payload, "aud")) return [];
  const audience = instead === undefined ? own(payload, "aud") : claimAt(payload, instead);
  return typeof audience === "string" ? [audience] : texts(audience);
}

/**
 * Reads the claims of a JWT access token (RFC 7519, RFC 9068) into a `VerifiedToken`. Shapes only. What a function reads is
 * left out until the signature has been verified.
 */
export function readOpenIdClaims(
  payload: JsonObject,
  places: ClaimPlaces,
  audience: readonly string[],
): VerifiedToken | Finding {
  const bound = senderConstraint(payload);
  if (bound !== undefined) return bound;
  const times = readTimes(payload, places.requireExpirationTime);
  if ("code" in times) return times;
  const clientId = readClient(payload, places.clientClaim);
  const id = own(payload, "jti");
  const issuer = own(payload, "iss");
  return {
    profile: "openid",
    issuer: typeof issuer === "string" ? issuer : "",
    audience,
    ...(clientId !== undefined && { clientId }),
    caller: callerBySubject(own(payload, "sub"), clientId),
    roles: rightsAt(payload, places.rolesClaim),
    scopes: rightsAt(payload, places.scopesClaim),
    ...times,
    ...(typeof id === "string" && { id: sanitize(id) }),
    claims: payload as TokenClaims,
  };
}

type Times = Pick<VerifiedToken, "expiresAt" | "notBefore" | "issuedAt">;

function readTimes(payload: JsonObject, expirationRequired: boolean): Times | Finding {
  const [exp, nbf, iat] = [own(payload, "exp"), own(payload, "nbf"), own(payload, "iat")];
  for (const time of [exp, nbf, iat]) {
    if (time !== undefined && !isTime(time))
      return { code: "token_claims", expected: "exp, nbf and iat as numbers of seconds" };
  }
  if (exp === undefined && expirationRequired)
    return { code: "token_claims", expected: "exp", actual: "nothing" };
  return {
    ...(exp !== undefined && { expiresAt: exp as number }),
    ...(nbf !== undefined && { notBefore: nbf as number }),
    ...(iat !== undefined && { issuedAt: iat as number }),
  };
}

function readClient(payload: JsonObject, place: ClientPlace | undefined): string | undefined {
  if (typeof place === "function") return undefined;
  const client =
    place === undefined ? (own(payload, "client_id") ?? own(payload, "azp")) : claimAt(payload, place);
  return typeof client === "string" && client !== "" ? client : undefined;
}

/** Who calls by RFC 9068 §2.2: in a token for the client itself, `sub` is the client id. */
export function callerBySubject(subject: unknown, clientId: string | undefined): VerifiedToken["caller"] {
  if (typeof subject !== "string" || clientId === undefined) return "unknown";
  return subject === clientId ? "app-only" : "delegated";
}
