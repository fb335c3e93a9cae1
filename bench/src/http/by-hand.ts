import type { IncomingHttpHeaders } from "node:http";

/** The token of a request, as middleware that people write by hand reads it. */
export function jwtBearing({ authorization }: IncomingHttpHeaders): string | undefined {
  return authorization?.startsWith("Bearer ") ? authorization.slice(7) : undefined;
}
