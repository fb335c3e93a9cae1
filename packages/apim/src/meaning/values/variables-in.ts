const VARIABLE = /\$\{env:([A-Za-z0-9_]+)\}/g;

/** Names of the environment variables that a rule, product or other plain value refers to. */
export function variablesIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string") for (const found of next.matchAll(VARIABLE)) names.add(found[1]!);
    else if (typeof next === "object" && next !== null)
      for (const member of Object.values(next) as unknown[]) waiting.push(member);
  }
  return names;
}
