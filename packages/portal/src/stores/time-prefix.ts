/** Begins the ids of records in the order of time: milliseconds in base 36, nine characters until the year 5188. */
export const timePrefix = (at: number): string => Math.floor(at).toString(36).padStart(9, "0");
