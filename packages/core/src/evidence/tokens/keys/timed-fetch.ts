import { stopwatch, type Timed } from "../../../lib/timed.js";

/** The same `fetch`, measured until the header of the response. Another status than 200 is a failure, as where it is read. */
export function timedFetch(fetch: typeof globalThis.fetch, report: Timed): typeof globalThis.fetch {
  return async (...request) => {
    const done = stopwatch(report);
    try {
      const response = await fetch(...request);
      done(response.status !== 200);
      return response;
    } catch (error) {
      done(true);
      throw error;
    }
  };
}
