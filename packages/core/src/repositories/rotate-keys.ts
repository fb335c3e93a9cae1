import type { StoredKey } from "./stored-subscription.js";

/**
 * Replaces the key in a slot by `fresh`: the current key of the slot ends at `endsAt` (milliseconds since 1970), a key
 * that already ends keeps the earlier end. Current keys come first, primary before secondary.
 */
export function rotateKeys(keys: readonly StoredKey[], fresh: StoredKey, endsAt: number): StoredKey[] {
  const others = keys.map((key) =>
    key.slot === fresh.slot ? { ...key, endsAt: Math.min(key.endsAt ?? Infinity, endsAt) } : key,
  );
  const current = [fresh, ...others.filter((key) => key.endsAt === undefined)];
  return [
    ...current.filter(({ slot }) => slot === "primary"),
    ...current.filter(({ slot }) => slot === "secondary"),
    ...others.filter((key) => key.endsAt !== undefined),
  ];
}

/** Removes keys whose end has passed. */
export function withoutExpiredKeys(keys: readonly StoredKey[], now: number): StoredKey[] {
  return keys.filter(({ endsAt }) => endsAt === undefined || endsAt > now);
}
