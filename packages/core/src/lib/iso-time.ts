/** Formats a time in milliseconds since 1970 as ISO 8601; a number that is no valid date as `… ms`. */
export function isoTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? `${milliseconds} ms` : date.toISOString();
}
