// PostgreSQL refuses U+0000 in text, and would silently store half a surrogate pair as U+FFFD: another id.
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Whether PostgreSQL can store this text unchanged. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** Throws `RangeError` when PostgreSQL cannot store one of the texts unchanged. */
export function refuseUnstorable(texts: readonly (string | null | undefined)[]): void {
  const found = texts.find((text) => typeof text === "string" && !isStorable(text));
  if (found !== undefined)
    throw new RangeError(
      `PostgreSQL cannot store the text ${JSON.stringify(found)}; remove U+0000 and lone surrogates`,
    );
}
