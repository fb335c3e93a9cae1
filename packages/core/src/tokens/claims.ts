import type { TokenClaims, TokenProfile, VerifiedToken } from "../evidence.js";
import { isGuid } from "../guid.js";
import type { Finding } from "../refusals.js";
import { own, type JsonObject } from "./compact-jws.js";

/** A value from a token, shortened for operators: never long, never a control character. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : inJson(value);
  // oxlint-disable-next-line no-control-regex -- control characters are what must not reach a log
  return (text.length > 120 ? `${text.slice(0, 120)}…` : text).replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}

// A few thousand nested brackets fit into a token and overflow the stack of `JSON.stringify`.
function inJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return `unprintable ${typeof value}`;
  }
}

/** `ver` names the shape: the resource chose it, not the endpoint that issued the token. */
export function profileOf(payload: JsonObject): TokenProfile | undefined {
  const version = own(payload, "ver");
  if (version === "2.0") return "entra-v2";
  return version === "1.0" ? "entra-v1" : undefined;
}

/**
 * Reads the claims of an Entra token into a `VerifiedToken`. Shapes only; issuer, key and signature are checked
 * elsewhere and time, product and rights in `decide`. Claims reference: "Access token claims reference", Entra.
 */
export function readEntraClaims(payload: JsonObject, profile: TokenProfile): VerifiedToken | Finding {
  const [exp, nbf, iat] = [own(payload, "exp"), own(payload, "nbf"), own(payload, "iat")];
  if (!isTime(exp) || !isTime(nbf) || !isTime(iat)) {
    return { code: "token_claims", expected: "exp, nbf and iat as numbers of seconds" };
  }
  const audience = own(payload, "aud");
  if (typeof audience !== "string" || audience === "") {
    return { code: "token_claims", expected: "aud as one string", actual: shown(audience) };
  }
  const client = readClient(payload, profile);
  if (typeof client === "object") return client;
  const caller = readCaller(payload);
  if (typeof caller === "object") return caller;
  const id = own(payload, "uti");
  return {
    profile,
    issuer: String(own(payload, "iss")),
    tenantId: String(own(payload, "tid")),
    audience,
    ...(client !== undefined && { clientId: client }),
    caller,
    roles: readRoles(own(payload, "roles")),
    scopes: readScopes(own(payload, "scp")),
    expiresAt: exp,
    notBefore: nbf,
    issuedAt: iat,
    ...(typeof id === "string" && { id: shown(id) }),
    claims: payload as TokenClaims,
  };
}

// NumericDate (RFC 7519 §2); 1e308 and the like are numbers but no time.
const isTime = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER;

function readClient(payload: JsonObject, profile: TokenProfile): string | undefined | Finding {
  const [mine, other] = profile === "entra-v2" ? (["azp", "appid"] as const) : (["appid", "azp"] as const);
  const client = own(payload, mine);
  const conflicting = own(payload, other);
  if (client === undefined && conflicting === undefined) return undefined;
  if (!isGuid(client) || (conflicting !== undefined && conflicting !== client)) {
    return { code: "token_claims", expected: `${mine} as a GUID`, actual: shown(client) };
  }
  return client;
}

// Order of evidence: `idtyp`, then `scp`, then `oid` = `sub`; a contradiction is refused. "roles and no scp" proves
// nothing: users get roles too.
function readCaller(payload: JsonObject): VerifiedToken["caller"] | Finding {
  const kind = own(payload, "idtyp");
  const scopes = own(payload, "scp");
  if (scopes !== undefined && typeof scopes !== "string") {
    return { code: "token_claims", expected: "scp as one string", actual: shown(scopes) };
  }
  if (kind === "app") {
    if (scopes === undefined || scopes === "") return "app-only";
    return { code: "token_claims", expected: "no scp beside idtyp app", actual: shown(scopes) };
  }
  if (kind === "user") return "delegated";
  if (kind !== undefined) return { code: "token_claims", expected: "idtyp app or user", actual: shown(kind) };
  if (scopes !== undefined) return "delegated";
  const subject = own(payload, "sub");
  return isGuid(subject) && subject === own(payload, "oid") ? "app-only" : "unknown";
}

function readRoles(roles: unknown): readonly string[] {
  return Array.isArray(roles) && roles.every((role) => typeof role === "string") ? (roles as string[]) : [];
}

function readScopes(scopes: unknown): readonly string[] {
  return typeof scopes === "string" ? scopes.split(" ").filter((scope) => scope !== "") : [];
}
