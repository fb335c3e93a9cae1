import { UnavailableError, type Answer } from "@product-auth/core";

/**
 * The error passed to passport when signing keys, store or registry cannot be reached. Express and other error handlers
 * read `status` and `headers`; NestJS reads `statusCode` and `expose`, as of errors made by `http-errors`.
 */
export interface RequestUnavailableError extends UnavailableError {
  readonly status: 503;
  readonly statusCode: 503;
  /** The message may be sent to callers. */
  readonly expose: true;
  /** `retry-after`, in seconds, and `cache-control`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes the error for a response of core. */
export function unavailableError({ headers }: Answer): RequestUnavailableError {
  const error = new UnavailableError("Access cannot be decided at the moment. Try again later.");
  const { "retry-after": retryAfter } = headers;
  return Object.assign(error, {
    status: 503 as const,
    statusCode: 503 as const,
    expose: true as const,
    headers: { "retry-after": String(retryAfter), "cache-control": "no-store" },
  });
}
