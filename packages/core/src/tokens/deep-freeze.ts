/** Freezes a value made of JSON, at every depth, and gives it back. */
export function deepFreeze<T>(value: T): T {
  // A list instead of recursion: a few thousand nested brackets fit into a token and overflow the stack.
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next !== "object" || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const member of Object.values(next)) rest.push(member);
  }
  return value;
}
