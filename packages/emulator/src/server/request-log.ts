import type { EndpointName } from "./faults.js";

/** A request that the emulator received. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Milliseconds since 1970 by `entra.clock`. */
  readonly at: number;
}

/** The requests that the emulator received. */
export interface Requests {
  /** Returns the number of requests since the start or `clear`, without preflights. */
  readonly count: (path?: EndpointName) => number;
  /** The last 1000 of them, oldest first. */
  readonly list: () => readonly LoggedRequest[];
  readonly clear: () => void;
}

/** Makes a log that keeps the last 1000 requests and counts all. */
export function createRequestLog(): {
  requests: Requests;
  add: (request: LoggedRequest, endpoint?: EndpointName) => void;
} {
  const limit = 1000;
  let list: LoggedRequest[] = [];
  let all = 0;
  let counts = new Map<EndpointName, number>();
  return {
    requests: {
      count: (path) => (path === undefined ? all : (counts.get(path) ?? 0)),
      list: () => [...list],
      clear() {
        list = [];
        all = 0;
        counts = new Map();
      },
    },
    add(request, endpoint) {
      all += 1;
      if (endpoint !== undefined) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
      if (list.push(request) > limit) list.shift();
    },
  };
}
