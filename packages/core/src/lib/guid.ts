const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Whether a value is a GUID in text form: 8-4-4-4-12 hexadecimal digits in either case. */
export const isGuid = (value: unknown): value is string =>
  typeof value === "string" && value.length === 36 && GUID.test(value);
