/** The emulator's time: the given clock plus an offset that tests move. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Moves the time by that many seconds; a negative number moves it back. */
  readonly advance: (seconds: number) => void;
  /** Removes the offset. */
  readonly reset: () => void;
}

/** A clock on top of `base` (milliseconds since 1970). */
export function createClock(base: () => number): Clock {
  let offset = 0;
  return {
    now: () => base() + offset,
    advance(seconds) {
      if (!Number.isFinite(seconds)) throw new TypeError(`clock.advance needs seconds, got ${seconds}`);
      offset += seconds * 1000;
    },
    reset() {
      offset = 0;
    },
  };
}
