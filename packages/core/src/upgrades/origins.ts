import { HINTS } from "../refusals/hints.js";
import type { Finding } from "../refusals/refusals.js";
import { sanitize } from "../lib/sanitize.js";

/** Origins that may open connections, in canonical form; "any" disables the check. */
export type AllowedOrigins = ReadonlySet<string> | "any";

/**
 * Converts a serialized origin (RFC 6454 §6.2) to canonical form: lower case, no default port. Returns undefined for
 * anything else, including `null`, the origin of every sandboxed frame and local file.
 */
export function originOf(text: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#@\\\s]+$/i.test(text)) return undefined;
  // Schemes of browser extensions and browser-based applications have no other canonical form.
  if (!/^(https?|wss?):/i.test(text)) return text.toLowerCase();
  try {
    return new URL(text).origin; // not `URL.canParse`: once optimized, that of Node 20 refuses letters beyond ASCII
  } catch {
    return undefined;
  }
}

/**
 * Checks the `Origin` of an upgrade. Browsers send it with every WebSocket and make no CORS preflight, so the server must
 * compare it (RFC 6455 §10.2). Other clients send none and are not affected.
 */
export function judgeOrigin(
  sent: string | readonly string[] | undefined,
  allowed: AllowedOrigins,
): Finding | undefined {
  if (allowed === "any" || sent === undefined) return undefined;
  const origin = typeof sent === "string" ? originOf(sent) : undefined;
  if (origin !== undefined && allowed.has(origin)) return undefined;
  const expected = [...allowed].slice(0, 20).join(" or ") || "no Origin: upgrades.origins lists none";
  const actual = typeof sent === "string" ? sanitize(sent) : "sent more than once";
  return { code: "origin_not_allowed", expected, actual, hint: HINTS.origin };
}
