/** A clock that runs like the real one and can be set forward. */
export interface MovableClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Moves the time on by that many seconds. */
  readonly advance: (seconds: number) => void;
}

/** Makes a clock for the option `clock`. */
export function movableClock(): MovableClock {
  let offset = 0;
  return { now: () => Date.now() + offset, advance: (seconds) => void (offset += seconds * 1000) };
}
