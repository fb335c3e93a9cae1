import type { TokenClaims, VerifiedToken } from "../../evidence.js";
import type { Finding } from "../../../refusals/refusals.js";
import { sanitize } from "../../../lib/sanitize.js";
import { own, type JsonObject } from "../../../lib/json-object.js";
import { isTime, senderConstraint, spaceSeparated, texts } from "./claim-shapes.js";

/** The names of claims that differ between issuers. */
export interface ClaimNames {
  readonly rolesClaim: string;
  readonly scopesClaim: string;
  readonly clientClaim: string | undefined;
  readonly requireExpirationTime: boolean;
}

/** Reads `aud`: one string or a list of strings (RFC 7519 §4.1.3); any other shape counts as empty. */
export function audiencesIn(payload: JsonObject): readonly string[] {
  const audience = own(payload, "aud");
  return typeof audience === "string" ? [audience] : texts(audience);
}

/** Reads the claims of a JWT access token (RFC 7519, RFC 9068) into a `VerifiedToken`. Shapes only. */
export function readOpenIdClaims(payload: JsonObject, names: ClaimNames): VerifiedToken | Finding {
  const bound = senderConstraint(payload);
  if (bound !== undefined) return bound;
  const times = readTimes(payload, names.requireExpirationTime);
  if ("code" in times) return times;
  const clientId = readClient(payload, names.clientClaim);
  const id = own(payload, "jti");
  return {
    profile: "openid",
    issuer: String(own(payload, "iss")),
    audience: audiencesIn(payload),
    ...(clientId !== undefined && { clientId }),
    caller: callerBySubject(own(payload, "sub"), clientId),
    roles: listOrWords(own(payload, names.rolesClaim)),
    scopes: listOrWords(own(payload, names.scopesClaim)),
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

function readClient(payload: JsonObject, name: string | undefined): string | undefined {
  const client = name === undefined ? (own(payload, "client_id") ?? own(payload, "azp")) : own(payload, name);
  return typeof client === "string" && client !== "" ? client : undefined;
}

// RFC 9068 §2.2: in a token for the client itself, `sub` is the client id.
function callerBySubject(subject: unknown, clientId: string | undefined): VerifiedToken["caller"] {
  if (typeof subject !== "string" || clientId === undefined) return "unknown";
  return subject === clientId ? "app-only" : "delegated";
}

// Roles and scopes are a list or one string separated by spaces.
const listOrWords = (value: unknown): readonly string[] =>
  typeof value === "string" ? spaceSeparated(value) : texts(value);
