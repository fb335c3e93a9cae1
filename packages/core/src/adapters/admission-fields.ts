import type { ResponseHeaders } from "../decision/decision.js";

/**
 * Returns the header fields that an admission adds to the response. `has` tests whether the response already has a field:
 * a `cache-control` set by the application or earlier middleware takes precedence, as it may be stricter.
 */
export function admissionFields(
  headers: ResponseHeaders,
  has: (name: string) => boolean,
): readonly (readonly [name: string, value: string | string[]])[] {
  const fields = Object.entries(headers) as [string, string | string[]][];
  return fields.length === 0 ? fields : fields.filter(([name]) => name !== "cache-control" || !has(name));
}
