import { own } from "../client/own.js";
import type { GraphCredential } from "./graph-credential.js";

/** A credential with a token that another program has obtained. It is not renewed. */
export function givenToken(token: string, clock: () => number): GraphCredential {
  const expiresOnTimestamp = endOf(token) ?? clock() + 3_600_000;
  return { getToken: () => Promise.resolve({ token, expiresOnTimestamp }) };
}

// Graph's tokens are JWTs, whose end saves a call that must fail; a token in another form is sent as it is.
function endOf(token: string): number | undefined {
  const payload = token.length > 65_536 ? undefined : token.split(".", 2)[1];
  if (payload === undefined) return undefined;
  try {
    const exp = own(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")), "exp");
    return typeof exp === "number" && Number.isFinite(exp) ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
