/** Called with the seconds that something took, and whether it failed. */
export type Timed = (seconds: number, failed: boolean) => void;

/** Begins to measure; the returned function ends it. A monotonic clock: no adjustment of the time makes a duration negative. */
export function stopwatch(report: Timed): (failed: boolean) => void {
  const start = performance.now();
  return (failed) => report((performance.now() - start) / 1000, failed);
}
