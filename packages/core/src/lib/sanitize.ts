import { isDeeplyNested } from "./json-object.js";

/**
 * Makes a value from a request safe to log: JSON for anything but a string, at most `maxLength` characters (default 120),
 * control characters replaced by `?`.
 */
export function sanitize(value: unknown, maxLength = 120): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : inJson(value);
  const short = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  // oxlint-disable-next-line no-control-regex -- control characters must not reach a log
  return short.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}

function inJson(value: unknown): string {
  if (isDeeplyNested(value)) return `unprintable ${typeof value}`;
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return `unprintable ${typeof value}`; // not JSON: a cycle, a bigint
  }
}

/** What kind of value it is, in words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
