import type { TokenClaims, VerifiedToken } from "../../evidence.js";
import { isGuid } from "../../../lib/guid.js";
import type { Finding } from "../../../refusals/refusals.js";
import { sanitize } from "../../../lib/sanitize.js";
import type { Writable } from "../../../lib/writable.js";
import { own, type JsonObject } from "../../../lib/json-object.js";
import { claimed } from "./entra-members.js";
import { isTime, texts, spaceSeparated, senderConstraint } from "./claim-shapes.js";

/** The profile by `ver`, which depends on the resource, not on the endpoint that issued the token. */
export function profileOf(payload: JsonObject): "entra-v1" | "entra-v2" | undefined {
  const version = claimed.ver(payload);
  if (version === "2.0") return "entra-v2";
  return version === "1.0" ? "entra-v1" : undefined;
}

/**
 * Reads the claims of an Entra token into a `VerifiedToken`. Checks shapes only; `TokenVerifier` checks issuer, key and
 * signature, `decide` time, product and rights. Source: "Access token claims reference", Entra.
 */
export function readEntraClaims(
  payload: JsonObject,
  profile: "entra-v1" | "entra-v2",
  requireIdtyp = false,
): VerifiedToken | Finding {
  const exp = claimed.exp(payload);
  const nbf = claimed.nbf(payload);
  const iat = claimed.iat(payload);
  const bound = senderConstraint(payload);
  if (bound !== undefined) return bound;
  if (!isTime(exp) || !isTime(nbf) || !isTime(iat)) {
    return { code: "token_claims", expected: "exp, nbf and iat as numbers of seconds" };
  }
  const audience = claimed.aud(payload);
  if (typeof audience !== "string" || audience === "") {
    return { code: "token_claims", expected: "aud as one string", actual: sanitize(audience) };
  }
  const client = readClient(payload, profile);
  if (typeof client === "object") return client;
  const caller = readCaller(payload, requireIdtyp);
  if (typeof caller === "object") return caller;
  const token: Writable<VerifiedToken> = {
    profile,
    issuer: String(claimed.iss(payload)),
    tenantId: String(claimed.tid(payload)),
    audience,
    caller,
    roles: texts(claimed.roles(payload)),
    scopes: spaceSeparated(claimed.scp(payload)),
    expiresAt: exp,
    notBefore: nbf,
    issuedAt: iat,
    claims: payload as TokenClaims,
  };
  if (client !== undefined) token.clientId = client;
  const groups = readGroups(payload);
  if (groups !== undefined) token.groups = groups;
  const id = claimed.uti(payload);
  if (typeof id === "string") token.id = sanitize(id);
  return token;
}

function readClient(payload: JsonObject, profile: string): string | undefined | Finding {
  const isV2 = profile === "entra-v2";
  const client = isV2 ? claimed.azp(payload) : claimed.appid(payload);
  const conflicting = isV2 ? claimed.appid(payload) : claimed.azp(payload);
  if (client === undefined && conflicting === undefined) return undefined;
  if (!isGuid(client) || (conflicting !== undefined && conflicting !== client)) {
    return {
      code: "token_claims",
      expected: `${isV2 ? "azp" : "appid"} as a GUID`,
      actual: sanitize(client),
    };
  }
  return client;
}

// Order of evidence: `idtyp`, then `scp`, then `oid` = `sub`; contradictions are refused. Roles without `scp` prove
// nothing, because users have roles too.
function readCaller(payload: JsonObject, requireIdtyp: boolean): VerifiedToken["caller"] | Finding {
  const kind = claimed.idtyp(payload);
  const scopes = claimed.scp(payload);
  if (scopes !== undefined && typeof scopes !== "string") {
    return { code: "token_claims", expected: "scp as one string", actual: sanitize(scopes) };
  }
  if (kind === "app") {
    if (scopes === undefined || scopes === "") return "app-only";
    return { code: "token_claims", expected: "no scp beside idtyp app", actual: sanitize(scopes) };
  }
  if (kind === "user") return "delegated";
  if (kind !== undefined)
    return { code: "token_claims", expected: "idtyp app or user", actual: sanitize(kind) };
  if (requireIdtyp) return "unknown";
  if (scopes !== undefined) return "delegated";
  const subject = claimed.sub(payload);
  return isGuid(subject) && subject === claimed.oid(payload) ? "app-only" : "unknown";
}

// Groups are data only. Above 200 groups Entra writes a link instead, which is never followed, because it comes from the
// token ("Configure group claims", Entra).
function readGroups(payload: JsonObject): readonly string[] | "unknown" | undefined {
  const groups = claimed.groups(payload);
  if (groups !== undefined) return texts(groups);
  const elsewhere = own(payload, "_claim_names");
  const overage = typeof elsewhere === "object" && elsewhere !== null && Object.hasOwn(elsewhere, "groups");
  return overage || own(payload, "hasgroups") === true ? "unknown" : undefined;
}
