/** A time in milliseconds since 1970 in ISO 8601, for operators. */
export function momentOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? `${milliseconds} ms` : date.toISOString();
}
