import { setTimeout } from "node:timers/promises";

/** Milliseconds of work after which others get their turn. */
const WORK = 1;
/**
 * Milliseconds of that turn. Work gets a fifth of the time: a server that is busy for 70 % of it keeps up with its requests,
 * where a single turn of the event loop after each step would make them wait until the work is done.
 */
const REST = 4;

/** Makes what long work waits for between its steps: nothing until the work has taken a millisecond, then a rest. */
export function breaks(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < WORK) return undefined;
    return setTimeout(REST).then(() => {
      since = performance.now();
    });
  };
}
