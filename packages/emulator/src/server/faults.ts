import { createGraphFaultBoard, type GraphFaultBoard, type GraphFaults } from "./graph-faults.js";

/** The endpoints that faults and request counts can be limited to. */
export type EndpointName = "discovery" | "keys" | "token" | "authorize" | "userinfo" | "logout" | "graph";

/** The endpoints that can be throttled. */
export type ThrottledEndpoint = "token" | "graph";

/** Every endpoint name. */
export const endpointNames: readonly EndpointName[] = [
  "discovery",
  "keys",
  "token",
  "authorize",
  "userinfo",
  "logout",
  "graph",
];

/** Kinds of wrong responses. `redirect` points to the right document, so a client that follows it is detected. */
export type Garbage = "html" | "partial-json" | "empty-keys" | "redirect" | "huge" | "not-json";

/** Every kind of wrong response. */
export const garbageKinds: readonly Garbage[] = [
  "html",
  "partial-json",
  "empty-keys",
  "redirect",
  "huge",
  "not-json",
];

/** Faults of the server. Each lasts until it is ended or `clear` is called; without a path it affects every request. */
export interface Faults extends GraphFaults {
  /** Answers with `status` (default 503), or drops connections with `refuse`; false ends it. */
  readonly outage: (on?: boolean | { path?: EndpointName; status?: number; refuse?: boolean }) => void;
  /** Delays responses by that many milliseconds; 0 ends it. */
  readonly slow: (milliseconds: number, path?: EndpointName) => void;
  /** Writes bodies at that many bytes per second; 0 ends it. */
  readonly drip: (bytesPerSecond: number, path?: EndpointName) => void;
  /** Sends wrong responses of this kind. */
  readonly garbage: (kind: Garbage, path?: EndpointName) => void;
  /** Accepts requests and never answers them. */
  readonly hang: (path?: EndpointName) => void;
  /**
   * Refuses requests with 429 and the remaining time in `Retry-After`, for that many seconds of `entra.clock`; 0 ends it.
   * Default path `token`.
   */
  readonly throttle: (seconds: number, path?: ThrottledEndpoint) => void;
  /** Ends all faults. */
  readonly clear: () => void;
}

/** The faults that affect one request. */
export interface Disturbance {
  status?: number;
  delay?: number;
  bytesPerSecond?: number;
  garbage?: Garbage;
  hang?: boolean;
}

/** The current faults: set by tests, read by the server. */
export interface FaultBoard extends Omit<GraphFaultBoard, "clear"> {
  readonly faults: Faults;
  /** Whether to drop connections now. */
  readonly refusing: () => boolean;
  readonly disturbanceOf: (endpoint: EndpointName | undefined) => Disturbance;
  /** Seconds until requests are served again; 0 without throttling. */
  readonly throttledFor: (path: ThrottledEndpoint) => number;
}

/** Makes a board without faults. `now`: the clock for throttling, in milliseconds. */
export function createFaultBoard(now: () => number): FaultBoard {
  const everywhere = "everywhere";
  let places = new Map<EndpointName | typeof everywhere, Disturbance>();
  let refuse = false;
  const throttledUntil = { token: 0, graph: 0 };
  const graph = createGraphFaultBoard(now);

  const change = (path: EndpointName | undefined, part: Disturbance): void => {
    const place = path ?? everywhere;
    places.set(place, { ...places.get(place), ...part });
  };
  const endOutage = (): void => {
    refuse = false;
    for (const disturbance of places.values()) delete disturbance.status;
  };
  const faults: Faults = {
    outage(on = true) {
      if (on === false) return endOutage();
      if (on === true) return change(undefined, { status: 503 });
      if (on.refuse !== undefined) refuse = on.refuse;
      if (on.refuse === undefined || on.status !== undefined) change(on.path, { status: on.status ?? 503 });
    },
    slow: (milliseconds, path) => change(path, { delay: milliseconds }),
    drip: (bytesPerSecond, path) => change(path, { bytesPerSecond }),
    garbage: (kind, path) => change(path, { garbage: kind }),
    hang: (path) => change(path, { hang: true }),
    throttle(seconds, path = "token") {
      throttledUntil[path] = now() + seconds * 1000;
    },
    ...graph.faults,
    clear() {
      places = new Map();
      refuse = false;
      Object.assign(throttledUntil, { token: 0, graph: 0 });
      graph.clear();
    },
  };
  const { isReplicated, maximumLifetime, breakageOf } = graph;
  return {
    ...{ faults, isReplicated, maximumLifetime, breakageOf },
    refusing: () => refuse,
    disturbanceOf: (endpoint) => ({
      ...places.get(everywhere),
      ...(endpoint === undefined ? {} : places.get(endpoint)),
    }),
    throttledFor: (path) => Math.max(0, Math.ceil((throttledUntil[path] - now()) / 1000)),
  };
}
