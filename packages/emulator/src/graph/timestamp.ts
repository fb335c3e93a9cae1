/** The last time that Entra's portal offers; secrets of the options have no end. */
const latest = Date.parse("2299-12-31T00:00:00Z");

/** A time in milliseconds as Graph writes it, with milliseconds when there are any. */
export function timestamp(milliseconds: number): string {
  return new Date(Math.min(milliseconds, latest)).toISOString().replace(".000Z", "Z");
}
