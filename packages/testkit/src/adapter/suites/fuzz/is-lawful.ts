import type { Entra } from "@product-auth/emulator";
import {
  createLocalJWKSet,
  jwtVerify,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type JWTPayload,
} from "jose";

/** Decides without any of our code whether these field lines open `pro`. */
export type IsLawful = (lines: readonly string[]) => Promise<boolean>;

/** Takes the issuer's keys and makes a judge of them: jose with strict options, and Entra's rules. */
export async function judgeFor(entra: Entra): Promise<IsLawful> {
  const response = await fetch(`${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`);
  const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
  const { appId } = entra.products["pro"]!;

  return async function isLawful(lines) {
    const token = bearerToken(lines);
    if (token === undefined || token.length > 16_384 || !token.split(".").every(isCanonical)) return false;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        ...{ algorithms: ["RS256"], issuer: entra.issuer, audience: appId, clockTolerance: 300 },
        requiredClaims: ["exp", "nbf", "iat"],
      });
      return isOfEntra(protectedHeader) && keepsTheRules(payload, entra.tenantId);
    } catch {
      return false;
    }
  };
}

function isOfEntra(header: JWTHeaderParameters): boolean {
  const { kid, typ } = header;
  const isForeign = ["crit", "b64", "enc", "zip", "nonce"].some((name) => name in header);
  return !isForeign && typeof kid === "string" && (typ === undefined || /^jwt$/i.test(typ));
}

// "Access token claims reference", Entra; the caller must be an application that holds the role.
function keepsTheRules(claims: JWTPayload, tenant: string): boolean {
  const { aud, tid, ver, azp, appid, roles } = claims;
  const isOurs = typeof aud === "string" && tid === tenant && ver === "2.0" && !Object.hasOwn(claims, "cnf");
  const isClient = typeof azp === "string" && GUID.test(azp) && (appid === undefined || appid === azp);
  const held: readonly unknown[] = Array.isArray(roles) ? roles : [];
  const isPermitted = held.includes("Product.Pro.All") && held.every((role) => typeof role === "string");
  return isOurs && isClient && isPermitted && isApplication(claims) && hasTimes(claims);
}

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

function isApplication({ idtyp, scp, oid, sub }: JWTPayload): boolean {
  if (idtyp === "app") return scp === undefined || scp === "";
  return idtyp === undefined && scp === undefined && typeof oid === "string" && GUID.test(oid) && oid === sub;
}

// jose compares exp and nbf; a number beyond these bounds is no time, and nothing is issued in the future.
function hasTimes({ exp, nbf, iat }: JWTPayload): boolean {
  const areTimes = [exp, nbf, iat].every((time) => time !== undefined && time >= 0 && time < 2 ** 53);
  return areTimes && iat! <= Date.now() / 1000 + 300;
}

/** RFC 6750 §2.1, in one field only; white space around a value is not part of it (RFC 9110 §5.5). */
function bearerToken(lines: readonly string[]): string | undefined {
  const values = lines.flatMap((line) => /^authorization:[ \t]*(.*?)[ \t]*$/is.exec(line)?.[1] ?? []);
  return values.length === 1 ? /^bearer +([^ ]+)$/i.exec(values[0]!)?.[1] : undefined;
}

const isCanonical = (part: string): boolean =>
  /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/.test(part);
