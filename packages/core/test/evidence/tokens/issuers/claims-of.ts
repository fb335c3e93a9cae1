import type { VerifiedToken } from "#src/index.js";
import { readEntraClaims } from "#src/evidence/tokens/issuers/entra-claims.js";
import { CLIENT, PRO_ID, TENANT } from "../../../ids.js";
import { SECONDS } from "../../evidence-of.js";

/** `oid` and `sub` of the client's service principal. */
export const OID = "99990000-aaaa-bbbb-cccc-ddddeeeeffff";

/** The claims Entra puts into a v2 app-only token; `undefined` leaves one out. */
export const claims = (over: object = {}): Record<string, unknown> => {
  const all = {
    aud: PRO_ID,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    iat: SECONDS,
    nbf: SECONDS,
    exp: SECONDS + 3600,
    azp: CLIENT,
    azpacr: "1",
    oid: OID,
    sub: OID,
    tid: TENANT,
    uti: "AbC_1-2",
    ver: "2.0",
    ...over,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
};

/** What is read from them. */
export const read = (over: object, profile: "entra-v1" | "entra-v2" = "entra-v2") =>
  readEntraClaims(claims(over), profile);

/** The same, where nothing is wrong. */
export const token = (over: object): VerifiedToken => read(over) as VerifiedToken;
