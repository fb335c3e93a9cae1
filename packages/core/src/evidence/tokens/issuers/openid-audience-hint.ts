import { HINTS } from "../../../refusals/hints.js";
import { own, type JsonObject } from "../../../lib/json-object.js";
import type { ClaimPath } from "./claim-places.js";

/** For a token of an issuer other than Entra that is for no product: what probably happened, and how to fix it. */
export function audienceHint(payload: JsonObject, instead: ClaimPath | undefined): string | undefined {
  if (isIdToken(payload)) return HINTS.openIdIdToken;
  if (instead !== undefined) return Object.hasOwn(payload, "aud") ? HINTS.audBesideClaim : undefined;
  return own(payload, "aud") === undefined ? HINTS.noAudience : HINTS.openIdOtherAudience;
}

// Claims that only ID tokens have (OpenID Connect Core 1.0 §3.1.3.6, §3.3.2.11), and the kind that Cognito and Keycloak
// write. Not `nonce`: Keycloak wrote it to access tokens as well.
const isIdToken = (payload: JsonObject): boolean =>
  ["at_hash", "c_hash"].some((name) => Object.hasOwn(payload, name)) ||
  own(payload, "token_use") === "id" ||
  own(payload, "typ") === "ID";
