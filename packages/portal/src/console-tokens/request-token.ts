import { jsonObjectIn } from "./json-object-in.js";

/** A request for a token by client credentials. */
export interface CredentialsRequest {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly scope: string;
  readonly secret: string;
}

/** What the token endpoint answered. `reason`: a number such as AADSTS501051, and no text of the issuer. */
export type TokenAnswer =
  | {
      readonly kind: "issued";
      readonly accessToken: string;
      /** Seconds. */
      readonly expiresIn: number;
    }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "secret-refused" | "unavailable" };

/** Milliseconds for the whole answer. */
const TIMEOUT = 10_000;
/** Longest secret that is sent. Those of Entra ID have 40 characters. */
const LONGEST_SECRET = 512;
/** Longest token that is passed on: a header field of most servers has no room for more. */
const LONGEST_TOKEN = 16_384;

/** Asks a token endpoint for a token. Redirects are not followed, so that no other host gets the secret. Never rejects. */
export async function requestToken(
  { tokenUrl, clientId, scope, secret }: CredentialsRequest,
  fetch: typeof globalThis.fetch,
): Promise<TokenAnswer> {
  if (secret === "" || secret.length > LONGEST_SECRET) return { kind: "secret-refused" };
  try {
    const response = await fetch(tokenUrl, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: secret,
        scope,
      }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const answer = await jsonObjectIn(response);
    if (answer === undefined) return { kind: "unavailable" };
    return response.status === 200 ? issued(answer) : refusal(response.status, answer);
  } catch {
    return { kind: "unavailable" }; // the cause may quote the request
  }
}

function issued(answer: ReadonlyMap<string, unknown>): TokenAnswer {
  const accessToken = answer.get("access_token");
  const expiresIn = Number(answer.get("expires_in"));
  const isToken =
    typeof accessToken === "string" &&
    accessToken.length <= LONGEST_TOKEN &&
    /^[\w.~+/=-]+$/.test(accessToken); // RFC 6750, section 2.1
  return isToken && Number.isFinite(expiresIn) && expiresIn > 0
    ? { kind: "issued", accessToken, expiresIn: Math.floor(expiresIn) }
    : { kind: "unavailable" };
}

/** Wrong, and expired (entra.md, section 3.5). */
const SECRET_CODES: readonly unknown[] = [7000215, 7000222];

function refusal(status: number, answer: ReadonlyMap<string, unknown>): TokenAnswer {
  if (status !== 400 && status !== 401 && status !== 403) return { kind: "unavailable" };
  const codes = answer.get("error_codes");
  const code: unknown = Array.isArray(codes) ? codes[0] : undefined;
  const isKnown = typeof code === "number" && Number.isSafeInteger(code);
  if (SECRET_CODES.includes(code)) return { kind: "secret-refused" };
  if (!isKnown)
    return answer.get("error") === "invalid_client"
      ? { kind: "secret-refused" }
      : { kind: "refused", reason: "no reason given" };
  return { kind: "refused", reason: `AADSTS${code}` };
}
