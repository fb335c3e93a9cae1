import { setTimeout } from "node:timers/promises";

/** Milliseconds of work after which others get their turn. */
const WORK = 0.5;
/**
 * Milliseconds of that turn. Work gets a tenth of the time: with a fifth, a server that is busy for most of it no longer keeps
 * up with its requests, which then wait for milliseconds until the work is done.
 */
const REST = 5;

/** Makes what long work waits for between its steps: nothing until the work has taken half a millisecond, then a rest. */
export function breaks(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < WORK) return undefined;
    return setTimeout(REST).then(() => {
      since = performance.now();
    });
  };
}
