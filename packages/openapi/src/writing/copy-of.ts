import { isObject } from "../document/json-values.js";

/** A copy in which nothing stands at two places: a change at one of them must not change the other. The depth is bounded. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(copyOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)]));
}
