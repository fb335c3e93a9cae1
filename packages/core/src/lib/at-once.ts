/**
 * Returns what a function of the application answered. Throws when that is a promise, which would be read as an answer; its
 * rejection is taken note of, because an unhandled one ends the process.
 */
export function atOnce<T>(answer: T, name: string): T {
  const then: unknown =
    typeof answer === "object" && answer !== null ? Reflect.get(answer, "then") : undefined;
  if (typeof then !== "function") return answer;
  void Promise.resolve(answer).catch(() => undefined);
  throw new TypeError(`${name} returned a promise; it must answer at once`);
}
