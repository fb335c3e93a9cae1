import type { StoredKey } from "./stored-subscription.js";

/**
 * Keys after one of them was made anew: what was current in its slot ends at `endsAt`, a key that is ending already
 * keeps the earlier end. Current keys come first, primary before secondary.
 */
export function rotated(keys: readonly StoredKey[], fresh: StoredKey, endsAt: number): StoredKey[] {
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

/** Keys without those whose end has come: they opened nothing any more. */
export function withoutVoid(keys: readonly StoredKey[], now: number): StoredKey[] {
  return keys.filter(({ endsAt }) => endsAt === undefined || endsAt > now);
}
