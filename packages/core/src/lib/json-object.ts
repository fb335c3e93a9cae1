/** A parsed JSON object. Read its members with `own`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads an own member of a parsed object, never an inherited one. */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * The JSON of a value, or undefined when it is nested deeper than 100 levels. A few thousand nested brackets fit into a
 * token. `JSON.stringify` writes them or throws a `RangeError`, depending on the engine, its stack and the indentation,
 * so the depth is checked first.
 */
export function jsonText(value: unknown): string | undefined {
  return isDeeplyNested(value) ? undefined : JSON.stringify(value);
}

/** Whether a value is nested deeper than 100 levels, and so must not be passed to `JSON.stringify`. */
export function isDeeplyNested(value: unknown): boolean {
  // Level by level instead of recursion, which would itself overflow the stack.
  let level = containersIn([value]);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((container) => containersIn(Object.values(container)));
  }
  return false;
}

/** Levels of nesting that are written as JSON. No real claim is nested deeper. */
const MAX_DEPTH = 100;

const containersIn = (values: readonly unknown[]): object[] =>
  values.filter((value): value is object => typeof value === "object" && value !== null);
