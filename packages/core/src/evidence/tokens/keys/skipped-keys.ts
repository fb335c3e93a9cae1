/** Keys of a published set that are not used, counted by reason. */
export interface SkippedKeys {
  /** Why, and what to do where something helps, such as `PS256 only; add it to algorithms`. */
  readonly reason: string;
  readonly keys: number;
}

/** Number of reasons in a text. A text goes into an event with every refusal. */
const MAX_REASONS = 5;

/** The keys that are not used in words, such as `3 keys: PS256 only; add it to algorithms`. */
export function inWords(skipped: readonly SkippedKeys[]): string {
  const listed = skipped.slice(0, MAX_REASONS);
  return listed.map(({ reason, keys }) => `${keys} ${keys === 1 ? "key" : "keys"}: ${reason}`).join(". ");
}
