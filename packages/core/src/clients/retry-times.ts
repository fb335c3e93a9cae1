/** Milliseconds between the first attempts, about two minutes together; then every five minutes, at last hourly. */
const FIRST = [1, 2, 4, 8, 16, 32, 60].map((seconds) => seconds * 1000);
const MINUTES = 300_000;
const ATTEMPTS_BY_MINUTES = 19;
const HOUR = 3_600_000;

/**
 * Milliseconds until the next attempt, after `attempts` failed ones. `retryAfter`: seconds that the other side asked for. Up
 * to a fifth is added at random, so that many jobs do not return at the same moment.
 */
export function retryDelay(attempts: number, retryAfter?: number): number {
  const planned = FIRST[attempts - 1] ?? (attempts <= ATTEMPTS_BY_MINUTES ? MINUTES : HOUR);
  const asked = retryAfter === undefined ? 0 : Math.min(Math.max(retryAfter, 0) * 1000, HOUR);
  return Math.ceil(Math.max(planned, asked) * (1 + Math.random() / 5));
}

/** Whether an object that was just created may still be invisible: for about two minutes of attempts. */
export const mayBecomeVisible = (attempts: number): boolean => attempts <= FIRST.length;

/** Milliseconds until the next attempt of a cleanup that needs an administrator. */
export const CLEANUP_DELAY: number = HOUR;
