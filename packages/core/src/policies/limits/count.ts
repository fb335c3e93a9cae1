import type { Counter } from "./counter-store.js";

/**
 * The state of one counter. `now` never goes back: a time before the latest one that it has seen is taken for that one,
 * so a clock that is set back admits no call twice. Pure: no clock of its own.
 */
export interface Count {
  /** Milliseconds to wait for room for this amount; 0 when there is room, Infinity when there never is. */
  waitFor(counter: Counter, now: number): number;
  /** Adds the amount, 1 or more, whether there is room or not. */
  add(counter: Counter, now: number): void;
  /** How much is used. */
  used(counter: Counter, now: number): number;
  /** Whether it is as good as new. */
  hasEnded(now: number): boolean;
}

/** What must fit: an amount of 0 asks for room for one. */
export const needed = ({ amount }: Counter): number => Math.max(1, amount);
