/** Freezes a JSON value at every depth and returns it. */
export function deepFreeze<T>(value: T): T {
  if (!isThawed(value)) return value;
  // A list instead of recursion: a few thousand nested brackets fit into a token and overflow the stack.
  const rest: object[] = [value];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    for (const name of Object.keys(next)) {
      const member = (next as Record<string, unknown>)[name];
      if (isThawed(member)) rest.push(member);
    }
    Object.freeze(next);
  }
  return value;
}

const isThawed = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Object.isFrozen(value);
