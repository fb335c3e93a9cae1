import type { ResponseHeaders } from "../decision/decision.js";

/**
 * The header fields that an admission adds to its response. `has` tells which the response has already: where the
 * application, or middleware before the guard, has said `cache-control` itself, that holds; it may be stricter.
 */
export function admissionFields(
  headers: ResponseHeaders,
  has: (name: string) => boolean,
): readonly (readonly [name: string, value: string | string[]])[] {
  const fields = Object.entries(headers) as [string, string | string[]][];
  return fields.length === 0 ? fields : fields.filter(([name]) => name !== "cache-control" || !has(name));
}
