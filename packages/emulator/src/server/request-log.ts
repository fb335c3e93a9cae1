import type { EndpointName } from "./faults.js";

/** One request as it arrived. */
export interface LoggedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** Milliseconds since 1970 by `entra.clock`. */
  readonly at: number;
}

/** What was asked of the emulator. */
export interface Requests {
  /** How many requests came since the start or `clear`, preflights left out. */
  readonly count: (path?: EndpointName) => number;
  /** The last 1000 of them, oldest first. */
  readonly list: () => readonly LoggedRequest[];
  readonly clear: () => void;
}

/** A log that remembers 1000 requests and counts all. */
export function createRequestLog(): {
  requests: Requests;
  add: (request: LoggedRequest, endpoint?: EndpointName) => void;
} {
  const limit = 1000;
  let list: LoggedRequest[] = [];
  let all = 0;
  let counts = { discovery: 0, keys: 0, token: 0 };
  return {
    requests: {
      count: (path) => (path === undefined ? all : counts[path]),
      list: () => [...list],
      clear() {
        list = [];
        all = 0;
        counts = { discovery: 0, keys: 0, token: 0 };
      },
    },
    add(request, endpoint) {
      all += 1;
      if (endpoint !== undefined) counts[endpoint] += 1;
      if (list.push(request) > limit) list.shift();
    },
  };
}
