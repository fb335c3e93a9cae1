import type { Counter } from "./counter-store.js";

/**
 * The state of one counter. Only `add` changes it. A time before that of the latest `add` counts as the latter, so a clock
 * that is set back admits no call twice. Pure: it reads no clock.
 */
export interface Count {
  /** Milliseconds to wait for room for this amount; 0 when there is room, Infinity when there never is. */
  waitFor(counter: Counter, now: number): number;
  /** Adds the amount, 1 or more, whether there is room or not. Returns how much is used then. */
  add(counter: Counter, now: number): number;
  /** How much is used. */
  used(counter: Counter, now: number): number;
  /** Whether nothing is left of it: it may be forgotten. */
  hasEnded(now: number): boolean;
}

/** What must fit: an amount of 0 asks for room for one. */
export const needed = ({ amount }: Counter): number => Math.max(1, amount);
