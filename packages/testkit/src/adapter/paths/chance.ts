/** Random choices from a seed, so that a failure can be reproduced. */
export interface Chance {
  /** A whole number from 0 up to but without `below`. */
  readonly number: (below: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** True in so many of a hundred cases. */
  readonly percent: (share: number) => boolean;
}

/** Mulberry32: small, and good enough to choose test cases by. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (below: number) => Math.floor(next() * below);
  return {
    number,
    pick: (list) => list[number(list.length)]!,
    percent: (share) => next() * 100 < share,
  };
}
