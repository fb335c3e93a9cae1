import { HINTS } from "../refusals/hints.js";
import type { Finding } from "../refusals/refusals.js";
import { originOf } from "../request/origin.js";
import { sanitize } from "../lib/sanitize.js";

/** Origins that may open connections, in canonical form; "any" disables the check. */
export type AllowedOrigins = ReadonlySet<string> | "any";

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
  const expected =
    [...allowed].slice(0, 20).join(" or ") || "no Origin: origins and upgrades.origins list none";
  const actual = typeof sent === "string" ? sanitize(sent) : "sent more than once";
  return { code: "origin_not_allowed", expected, actual, hint: HINTS.origin };
}
