import type { Accepted } from "./ask-jose.js";
import { isText, plansIn, textsIn, wordsIn, type Facts } from "./facts.js";

/** The rules of JWT access tokens (RFC 9068), for a token that jose accepts. */
export function readOpenId({ claims }: Accepted): Facts {
  const { aud, sub, client_id, azp, roles, scope } = claims;
  const named = client_id ?? azp;
  const client = isText(named) && named !== "" ? named : undefined;
  return {
    profile: "openid",
    audiences: isText(aud) ? [aud] : textsIn(aud),
    ...(client !== undefined && { client }),
    caller: client === undefined || !isText(sub) ? "neither" : sub === client ? "app" : "user",
    roles: isText(roles) ? wordsIn(roles) : textsIn(roles),
    scopes: isText(scope) ? wordsIn(scope) : textsIn(scope),
    plans: plansIn(claims["plan"]),
  };
}
