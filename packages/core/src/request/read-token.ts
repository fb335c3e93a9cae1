import { kindOf } from "../lib/sanitize.js";
import { HINTS } from "../refusals/hints.js";
import { judgeCookieOrigin } from "./cookie-origin.js";
import { ABSENT, malformed, type PresentedCredential } from "./presented-credential.js";
import { cookieLength, readCookie } from "./read-cookie.js";
import type { RequestView } from "./request-view.js";
import type { TokenPlace } from "./token-place.js";

/** The bounds of a token in a request. */
interface TokenLimits {
  readonly maxTokenLength: number;
  readonly origins: ReadonlySet<string>;
}

/** Characters of other cookies that may stand beside the token: four times Node's limit of all headers. */
const MOST_OTHER_COOKIES = 65_536;

/** Reads the token from its place. Nothing else of the request is looked at. */
export function readToken(view: RequestView, place: TokenPlace, limits: TokenLimits): PresentedCredential {
  if ("header" in place) return readHeader(view, place, limits);
  if ("query" in place) return bounded(view.query(place.query), limits);
  return "cookie" in place ? readTokenCookie(view, place, limits) : callSource(view, place, limits);
}

// RFC 6750 §2.1: the Authorization field with the Bearer scheme, once.
function readHeader(
  view: RequestView,
  { header, scheme }: Extract<TokenPlace, { header: string }>,
  limits: TokenLimits,
): PresentedCredential {
  const field = view.header(header);
  if (scheme === "none" || typeof field !== "string" || field === "") return bounded(field, limits);
  const value = withoutScheme(field, scheme);
  if (value === undefined) return otherScheme(field);
  // A slice keeps the whole field in memory, so the spaces before the token count as well.
  if (field.length > limits.maxTokenLength + "Bearer ".length) return malformed("token_too_long");
  return value === "" ? malformed("token_malformed") : bounded(value, limits);
}

// RFC 9110 §11.1: the scheme in any case, then spaces.
function withoutScheme(field: string, scheme: "required" | "optional"): string | undefined {
  const start = field.slice(0, 7);
  if (start === "Bearer " || start.toLowerCase() === "bearer ") {
    return field.charCodeAt(7) === 0x20 ? field.slice(7).replace(/^ +/, "") : field.slice(7);
  }
  // A bare token contains no space; a field with a space has another scheme.
  return scheme === "optional" && !field.includes(" ") ? field : undefined;
}

function otherScheme(field: string): PresentedCredential {
  if (/^bearer$/i.test(field)) return malformed("token_malformed");
  const isBare = field.startsWith("eyJ") && !field.includes(" "); // how each JWT begins: {" in base64url
  return malformed("token_scheme", isBare ? { hint: HINTS.noScheme } : undefined);
}

function readTokenCookie(
  view: RequestView,
  { cookie }: Extract<TokenPlace, { cookie: string }>,
  limits: TokenLimits,
): PresentedCredential {
  const fields = view.header("cookie");
  if (fields === undefined) return ABSENT;
  if (cookieLength(fields) > limits.maxTokenLength + MOST_OTHER_COOKIES)
    return malformed("token_too_long", { hint: HINTS.manyCookies });
  const found = readCookie(fields, cookie);
  if (found === undefined || found === "") return ABSENT;
  // A browser attaches cookies to the requests of any page.
  const { code, ...why } = judgeCookieOrigin(view, limits.origins) ?? {};
  return code === undefined ? bounded(found, limits) : malformed(code, why);
}

// The function is code of the application: what it throws or returns by mistake refuses the request, and may be secret.
function callSource(
  view: RequestView,
  { read }: Extract<TokenPlace, { read: unknown }>,
  limits: TokenLimits,
): PresentedCredential {
  let value: unknown;
  try {
    value = read(view);
  } catch {
    return malformed("token_malformed", { ...FROM_SOURCE, actual: "it threw an error" });
  }
  if (value === undefined || typeof value === "string") return bounded(value, limits);
  let kind = kindOf(value);
  if (value instanceof Promise) {
    value.catch(() => undefined); // a rejection without a handler would end the process
    kind = "a promise";
  }
  return malformed("token_malformed", { ...FROM_SOURCE, actual: `it returned ${kind}` });
}

const FROM_SOURCE = {
  expected: "tokenSource(request) to return a string or undefined",
  hint: HINTS.sourceValue,
};

function bounded(value: string | readonly string[] | undefined, limits: TokenLimits): PresentedCredential {
  if (value === undefined || value === "") return ABSENT;
  if (typeof value !== "string") return malformed("token_repeated");
  return value.length > limits.maxTokenLength ? malformed("token_too_long") : { kind: "present", value };
}
