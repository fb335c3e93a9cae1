/** The longest that a server can ask for: anything above counts as that. A day. */
const LONGEST = 86_400;

/**
 * The seconds of a `Retry-After` field (RFC 9110 §10.2.3: a number or a date), at least 1 so that a server that writes 0 is not
 * called in a loop. Undefined: absent or unreadable.
 */
export function retryAfterOf(field: string | null, now: number): number | undefined {
  if (field === null) return undefined;
  const text = field.trim();
  const seconds = /^\d{1,12}$/.test(text)
    ? Number(text)
    : /^[A-Za-z]{3}, /.test(text) && text.length <= 40
      ? (Date.parse(text) - now) / 1000
      : Number.NaN;
  return Number.isFinite(seconds) ? Math.min(LONGEST, Math.max(1, seconds)) : undefined;
}
