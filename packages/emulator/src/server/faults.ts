/** The documents and endpoints that can be disturbed or counted one by one. */
export type EndpointName = "discovery" | "keys" | "token";

/** Answers that are not what was asked for; `redirect` leads to the right document, so following it shows. */
export type Garbage = "html" | "partial-json" | "empty-keys" | "redirect" | "huge" | "not-json";

/** Disturbances; each lasts until it is ended or `clear`ed, and without a path it meets every request. */
export interface Faults {
  /** Answers `status` (default 503), or with `refuse` drops connections as they come; false ends it. */
  readonly outage: (on?: boolean | { path?: EndpointName; status?: number; refuse?: boolean }) => void;
  /** Waits that many milliseconds before answering; 0 ends it. */
  readonly slow: (milliseconds: number, path?: EndpointName) => void;
  /** Writes bodies at that many bytes a second; 0 ends it. */
  readonly drip: (bytesPerSecond: number, path?: EndpointName) => void;
  /** Answers with something else. */
  readonly garbage: (kind: Garbage, path?: EndpointName) => void;
  /** Takes requests and never answers. */
  readonly hang: (path?: EndpointName) => void;
  /** Refuses token requests with 429 and the remaining `Retry-After` for that many seconds of `entra.clock`; 0 ends it. */
  readonly throttle: (seconds: number) => void;
  /** Ends every disturbance. */
  readonly clear: () => void;
}

/** What disturbs one request. */
export interface Disturbance {
  status?: number;
  delay?: number;
  bytesPerSecond?: number;
  garbage?: Garbage;
  hang?: boolean;
}

/** The faults as tests set them and as the server asks for them. */
export interface FaultBoard {
  readonly faults: Faults;
  /** Whether connections are dropped now. */
  readonly refusing: () => boolean;
  readonly disturbanceOf: (endpoint: EndpointName | undefined) => Disturbance;
  /** Seconds until token requests are served again; 0 when they are. */
  readonly throttledFor: () => number;
}

/** A board without faults; `now` in milliseconds ends throttling. */
export function createFaultBoard(now: () => number): FaultBoard {
  const everywhere = "everywhere";
  let places = new Map<EndpointName | typeof everywhere, Disturbance>();
  let refuse = false;
  let throttledUntil = 0;

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
    throttle(seconds) {
      throttledUntil = now() + seconds * 1000;
    },
    clear() {
      places = new Map();
      refuse = false;
      throttledUntil = 0;
    },
  };
  return {
    faults,
    refusing: () => refuse,
    disturbanceOf: (endpoint) => ({
      ...places.get(everywhere),
      ...(endpoint === undefined ? {} : places.get(endpoint)),
    }),
    throttledFor: () => Math.max(0, Math.ceil((throttledUntil - now()) / 1000)),
  };
}
