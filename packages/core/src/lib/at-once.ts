import { toAwaitable } from "./awaitable.js";

/**
 * Returns what a function of the application answered. Throws when that is a promise, which would be read as an answer; its
 * rejection is taken note of, because an unhandled one ends the process.
 */
export function atOnce<T>(answer: T, name: string): T {
  const given = toAwaitable<unknown>(answer);
  if (!(given instanceof Promise)) return answer;
  given.catch(() => undefined);
  throw new TypeError(`${name} returned a promise; it must answer at once`);
}
