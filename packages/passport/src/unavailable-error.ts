import { UnavailableError, type Answer } from "@product-auth/core";

/**
 * What passport is given when keys or a store cannot be reached. `status` and `headers` are where error handlers, and
 * Express's own, look for them. The message may be shown to callers.
 */
export interface RequestUnavailableError extends UnavailableError {
  readonly status: 503;
  /** `retry-after`, in seconds, and `cache-control`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes one for an answer of core's. */
export function unavailableError({ headers }: Answer): RequestUnavailableError {
  const error = new UnavailableError("Access cannot be decided at the moment. Try again later.");
  const { "retry-after": retryAfter } = headers;
  return Object.assign(error, {
    status: 503 as const,
    headers: { "retry-after": String(retryAfter), "cache-control": "no-store" },
  });
}
