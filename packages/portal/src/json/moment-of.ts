/** A time as programs read it, in ISO 8601; undefined for none. */
export const momentOf = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
