/** The items of a list; none for everything else. */
export const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

/** A text, cut at `most` characters; undefined for everything else and for an empty one. Half surrogate pairs are replaced. */
export const textOf = (value: unknown, most: number): string | undefined =>
  typeof value === "string" && value.trim() !== ""
    ? value.slice(0, most).replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    : undefined;
