/** 8-4-4-4-12 hexadecimal digits in either case. */
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a value is a GUID in text form. */
export const isGuid = (value: unknown): value is string => typeof value === "string" && GUID.test(value);
