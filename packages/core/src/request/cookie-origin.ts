import { sanitize } from "../lib/sanitize.js";
import { HINTS } from "../refusals/hints.js";
import type { Finding } from "../refusals/refusals.js";
import { originOf } from "./origin.js";
import type { RequestView } from "./request-view.js";

/**
 * Checks that a request whose token is in a cookie comes from a page that may act for the user. A browser attaches the
 * cookie to requests of every page, so each method that may change something, and each upgrade, must show with
 * `Sec-Fetch-Site` or `Origin` that its page is the API's own or listed. No page can set either field.
 */
export function judgeCookieOrigin(view: RequestView, origins: ReadonlySet<string>): Finding | undefined {
  // WebSockets begin with a GET. Every upgrade of HTTP/1.1 has the field (RFC 9110 §7.8); HTTP/2 uses CONNECT.
  if (SAFE_METHODS.has(view.method) && view.header("upgrade") === undefined) return undefined;
  if (view.header("sec-fetch-site") === "same-origin") return undefined;
  const sent = view.header("origin");
  const origin = typeof sent === "string" ? originOf(sent) : undefined;
  if (origin !== undefined && origins.has(origin)) return undefined;
  const listed = [...origins].slice(0, 20).map((one) => ` or ${one}`);
  return {
    code: "origin_not_allowed",
    expected: `Sec-Fetch-Site: same-origin${listed.join("")}`,
    actual: typeof sent === "string" || sent === undefined ? sanitize(sent) : "sent more than once",
    hint: HINTS.cookieOrigin,
  };
}

// RFC 9110 §9.2.1, without TRACE. Methods are case-sensitive.
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
