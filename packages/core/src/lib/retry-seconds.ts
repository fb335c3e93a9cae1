/** Milliseconds to wait as `Retry-After` writes them: whole seconds, rounded up, at least 1 (RFC 9110 §10.2.3). */
export const retrySeconds = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1000));
