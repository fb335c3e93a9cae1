import type { LimitKind, LimitPolicy } from "./limit-policy.js";

/** A limit whose counters start from zero. */
export interface RestartedLimit {
  readonly kind: LimitKind;
  /** Where it stands, as in events. */
  readonly place: string;
  readonly name?: string;
}

/**
 * The limits whose counters start from zero when one catalog replaces another: counters of that kind at their place have ended.
 * A limit that was added to others there is none of them.
 */
export function restartedLimits(
  before: readonly LimitPolicy[],
  after: readonly LimitPolicy[],
): readonly RestartedLimit[] {
  const known = new Set(before.map(({ identity }) => identity));
  const placeOf = ({ kind, place }: LimitPolicy) => `${kind} ${place.place}`;
  const kept = new Set(after.map(({ identity }) => identity));
  const places = new Set(before.filter(({ identity }) => !kept.has(identity)).map(placeOf));
  return after
    .filter((limit) => !known.has(limit.identity) && places.has(placeOf(limit)))
    .map(({ kind, place: { place, name } }) =>
      Object.freeze({ kind, place, ...(name !== undefined && { name }) }),
    );
}
