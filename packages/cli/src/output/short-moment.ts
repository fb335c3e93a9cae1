/** A moment to the second: 2026-01-31T08:00:00Z. */
export const shortMoment = (iso: string | undefined): string =>
  iso === undefined ? "" : iso.replace(/\.\d+Z$/, "Z");
