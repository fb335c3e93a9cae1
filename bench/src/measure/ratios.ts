import { median, middleMean, spread } from "./median.js";
import type { Samples } from "./rounds.js";

/** A figure with half the distance between its quarters. */
export interface Measured {
  readonly value: number;
  readonly spread: number;
}

/** What one thing costs in units of another, compared round by round. */
export function ratio(samples: Samples, unit: Samples): Measured {
  return measured(samples.map((value, round) => value / unit[round]!));
}

/** What a thing costs beyond a bare one, in units of a third, compared round by round. */
export function added(samples: Samples, bare: Samples, unit: Samples): Measured {
  return measured(samples.map((value, round) => (value - bare[round]!) / unit[round]!));
}

/** The median of values, and how they scatter. */
export function measured(values: readonly number[]): Measured {
  return { value: median(values), spread: spread(values) };
}

/** Parts of many short rounds that are compared with each other. */
const PARTS = 8;

/**
 * The mean of the middle half of many short rounds, and how far the same mean of each eighth of them scatters. A round that
 * meets a collection of the whole heap falls out: which side it strikes is chance.
 */
export function settled(values: readonly number[]): Measured {
  const parts = Array.from({ length: Math.min(PARTS, values.length) }, (_, part) =>
    middleMean(values.filter((_value, round) => round % PARTS === part)),
  );
  return { value: middleMean(values), spread: spread(parts) };
}
