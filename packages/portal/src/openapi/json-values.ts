/** A parsed JSON object. Its members are read as own properties only: a document may name one `__proto__` or `constructor`. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An own member of an object; undefined for everything else. */
export const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The own members of an object; none for everything else. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];

/** The items of a list; none for everything else. */
export const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

/** A text, cut at `most` characters; undefined for everything else and for an empty one. Half surrogate pairs are replaced. */
export const textOf = (value: unknown, most: number): string | undefined =>
  typeof value === "string" && value.trim() !== ""
    ? value.slice(0, most).replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    : undefined;
