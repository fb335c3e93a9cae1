// PostgreSQL has no U+0000 in text, and half a surrogate pair would silently become U+FFFD: another id, found by a
// name that is not its own.
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Whether PostgreSQL can hold this text unchanged. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** Throws `RangeError` when one of the texts cannot be held unchanged. */
export function refuseUnstorable(texts: readonly (string | null | undefined)[]): void {
  const found = texts.find((text) => typeof text === "string" && !isStorable(text));
  if (found !== undefined)
    throw new RangeError(`PostgreSQL cannot hold the text ${JSON.stringify(found)} unchanged`);
}
