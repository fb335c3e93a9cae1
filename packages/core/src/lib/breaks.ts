import { setImmediate } from "node:timers/promises";

/** Milliseconds of work after which others get their turn. */
const WORK = 2;

/** Makes what long work waits for between its steps: nothing until the work has taken a few milliseconds, then one turn of the event loop. */
export function breaks(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < WORK) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
