import { ANY_TENANT, CLOUD, ENTRA_KEYS, v1Issuer, v2Issuer } from "../world/documents.js";
import type { SetUp } from "../world/set-ups.js";
import type { Accepted } from "./ask-jose.js";
import { isText, plansIn, textsIn, wordsIn, type Facts } from "./facts.js";

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Entra's own rules ("Access token claims reference"), for a token that jose accepts; undefined when one is broken. */
export function readEntra({ header, claims }: Accepted, setUp: SetUp): Facts | undefined {
  const isV2 = claims["ver"] === "2.0";
  if (setUp.isPicky === true && (!isV2 || claims["idtyp"] === undefined)) return undefined;
  if (!isV2 && claims["ver"] !== "1.0") return undefined;
  const tenant = setUp.tenants.find((accepted) => accepted === claims["tid"]);
  if (tenant === undefined || claims["iss"] !== (isV2 ? v2Issuer(tenant) : v1Issuer(tenant)))
    return undefined;

  // A key may be for one issuer alone; it names the v2 issuer for v1 tokens too.
  const key = ENTRA_KEYS.find(({ kid }) => kid !== undefined && kid === header["kid"]);
  const signsFor = key?.["issuer"] ?? v2Issuer(tenant);
  if (!isText(signsFor) || signsFor.replace(ANY_TENANT, tenant) !== v2Issuer(tenant)) return undefined;
  if (key === undefined || (key["cloud_instance_name"] ?? CLOUD) !== CLOUD) return undefined;

  const [client, otherClient] = isV2 ? [claims["azp"], claims["appid"]] : [claims["appid"], claims["azp"]];
  if (!isText(client) || !GUID.test(client)) return undefined;
  if (otherClient !== undefined && otherClient !== client) return undefined;

  const caller = callerOf(claims);
  if (!isText(claims["aud"]) || caller === undefined) return undefined;
  const rights = {
    roles: textsIn(claims["roles"]),
    scopes: wordsIn(claims["scp"]),
    plans: plansIn(claims["plan"]),
  };
  return { profile: isV2 ? "entra-v2" : "entra-v1", audiences: [claims["aud"]], client, caller, ...rights };
}

function callerOf({ idtyp, scp, oid, sub }: Accepted["claims"]): Facts["caller"] | undefined {
  if (scp !== undefined && !isText(scp)) return undefined;
  if (idtyp === "app") return scp === undefined || scp === "" ? "app" : undefined;
  if (idtyp === "user") return "user";
  if (idtyp !== undefined) return undefined;
  if (scp !== undefined) return "user";
  return isText(oid) && GUID.test(oid) && oid === sub ? "app" : "neither";
}
