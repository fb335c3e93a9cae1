import type { Accepted } from "./ask-jose.js";
import { TRUSTED_WITH_SOME, type ProductName } from "../world/places.js";
import { AUDIENCES } from "./audiences.js";
import { isText, plansIn, textsIn, wordsIn, type Facts } from "./facts.js";

/** The rules of JWT access tokens (RFC 9068), for a token that jose accepts. */
export function readOpenId({ claims }: Accepted): Facts {
  const { iss, aud, sub, client_id, azp, roles, scope } = claims;
  const named = client_id ?? azp;
  const client = isText(named) && named !== "" ? named : undefined;
  return {
    profile: "openid",
    audiences: (isText(aud) ? [aud] : textsIn(aud)).filter((one) => isFor(iss, one)),
    ...(client !== undefined && { client }),
    caller: client === undefined || !isText(sub) ? "neither" : sub === client ? "app" : "user",
    roles: isText(roles) ? wordsIn(roles) : textsIn(roles),
    scopes: isText(scope) ? wordsIn(scope) : textsIn(scope),
    plans: plansIn(claims["plan"]),
  };
}

// An issuer may be trusted with some products only.
function isFor(issuer: unknown, audience: string): boolean {
  const trusted: Readonly<Record<string, readonly ProductName[]>> = TRUSTED_WITH_SOME;
  const products = trusted[String(issuer)] ?? (["starter", "pro", "partner"] as const);
  return products.some((product) => (AUDIENCES.openid[product] as readonly string[]).includes(audience));
}
