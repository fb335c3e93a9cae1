/** Reads an own member of a parsed object, never an inherited one. */
export function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** An own member that is a string. */
export function ownText(value: unknown, name: string): string | undefined {
  const member = own(value, name);
  return typeof member === "string" ? member : undefined;
}

/** An own member that is a list; an empty one otherwise. */
export function ownList(value: unknown, name: string): readonly unknown[] {
  const member = own(value, name);
  return Array.isArray(member) ? member : [];
}
