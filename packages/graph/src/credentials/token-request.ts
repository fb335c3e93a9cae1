import { exchange, type HttpRequest } from "../client/exchange.js";
import { own, ownList, ownText } from "../client/own.js";
import { shown } from "../client/shown.js";
import { TokenError } from "./token-error.js";

/** What a credential calls a token endpoint with. */
export interface TokenTools {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: () => number;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** Seconds that a token without a stated lifetime is used. */
const SHORTEST = 300;

/**
 * Sends one request for a token. Rejects with a `TokenError`. `secrets`: texts of the request that an error must not repeat.
 */
export async function requestToken(
  request: HttpRequest,
  secrets: readonly string[],
  { fetch, clock }: TokenTools,
): Promise<AccessToken> {
  const answer = await exchange(request, { fetch, clock });
  if (answer === "cut" || answer === "too large")
    throw new TokenError({ reason: "unavailable", message: "the token endpoint did not answer" });
  const { status, json, retryAfter } = answer;
  const token = ownText(json, "access_token");
  if (status === 200 && token !== undefined) return { token, expiresOnTimestamp: endOf(json, clock()) };
  const description = ownText(json, "error_description") ?? "";
  const [listed] = ownList(json, "error_codes");
  const aadsts =
    typeof listed === "number" ? listed : Number(/AADSTS(\d{1,9})/.exec(description.slice(0, 200))?.[1]);
  const reason = status === 429 ? "throttled" : status === 408 || status >= 500 ? "unavailable" : "refused";
  throw new TokenError({
    reason,
    message: `the token endpoint answered ${status} ${shown(ownText(json, "error") ?? "", secrets)}, ${shown(firstSentence(description), secrets)}`,
    ...(Number.isSafeInteger(aadsts) && { aadsts }),
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

// `expires_on` of managed identities is a text with seconds since 1970; `expires_in` is a number, or a text with v1.
function endOf(json: unknown, now: number): number {
  const seconds = Number(own(json, "expires_in"));
  if (Number.isFinite(seconds) && seconds > 0) return now + seconds * 1000;
  const on = Number(own(json, "expires_on"));
  return Number.isFinite(on) && on > 0 ? on * 1000 : now + SHORTEST * 1000;
}

// What follows are ids and the time of the request.
const firstSentence = (description: string): string => description.split(/ ?Trace ID:/, 1)[0] ?? "";
