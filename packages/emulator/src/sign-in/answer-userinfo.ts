import type { IncomingHttpHeaders } from "node:http";
import type { Authority } from "../authority.js";
import { type Answer, jsonAnswer, textAnswer } from "../server/answer.js";
import { preflight } from "../server/page-cors.js";
import { neverStored } from "../token-endpoint/write-refusal.js";
import { pairwiseSubject } from "../tokens/pairwise.js";
import type { ProfileAccess } from "./sign-ins.js";

const cors = { "Access-Control-Allow-Origin": "*" };

/** Answers the userinfo endpoint (OpenID Connect Core §5.3): who the bearer of an opaque access token signed in as. */
export function answerUserinfo(
  { signIns }: Authority,
  method: string,
  { authorization = "" }: IncomingHttpHeaders,
): Answer {
  const allow = { Allow: "GET, POST, OPTIONS" };
  if (method === "OPTIONS") return textAnswer(204, "", { ...allow, ...preflight(cors, "GET, POST") });
  if (method !== "GET" && method !== "HEAD" && method !== "POST")
    return textAnswer(405, "This endpoint accepts GET and POST.\n", { ...cors, ...allow });
  const [, token] = /^bearer ([a-z\d_-]{1,200})$/i.exec(authorization) ?? [];
  const found = token === undefined ? undefined : signIns.profileTokens.find(token);
  if (found === undefined || found.expired) return refuse(token !== undefined);
  return jsonAnswer(200, claimsOf(found.value), { ...neverStored, ...cors });
}

function claimsOf({ user, client, scopes }: ProfileAccess): object {
  const profile = scopes.includes("profile");
  return {
    sub: pairwiseSubject(user.objectId, client.appId),
    ...(profile ? { name: user.displayName } : {}),
    ...(profile && user.surname !== undefined ? { family_name: user.surname } : {}),
    ...(profile && user.givenName !== undefined ? { given_name: user.givenName } : {}),
    ...(profile ? { picture: "https://graph.microsoft.com/v1.0/me/photo/$value" } : {}),
    ...(scopes.includes("email") && user.email !== undefined ? { email: user.email } : {}),
  };
}

/** Graph's error; a delegated token for a product is not one for Graph, so it is refused too. */
function refuse(hasToken: boolean): Answer {
  const message = hasToken
    ? "Access token is empty, expired or not for this endpoint."
    : "Access token is empty.";
  const challenge = hasToken ? 'Bearer error="invalid_token"' : "Bearer";
  const headers = { ...neverStored, ...cors, "WWW-Authenticate": challenge };
  return jsonAnswer(401, { error: { code: "InvalidAuthenticationToken", message } }, headers);
}
