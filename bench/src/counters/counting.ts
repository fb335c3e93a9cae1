import type { Row } from "../report/table.js";

/** Something that counts calls in memory. */
export interface Counting {
  readonly name: string;
  readonly kind: Row["kind"];
  /** Counts a call that has room. May return a promise. */
  readonly admit: (key: string) => unknown;
  /** The same in three limits at once. */
  readonly admitByThree?: (key: string) => unknown;
  /** Refuses a call that has no room. */
  readonly refuse?: (key: string) => unknown;
}

/** The calls of a period for each caller, where there is room. */
export const LIMIT = 100;
/** Milliseconds of a period. */
export const PERIOD = 60_000;
