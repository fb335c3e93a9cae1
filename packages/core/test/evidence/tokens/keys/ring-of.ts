import { KeyRing, type KeyPlace, type KeyTimes } from "#src/evidence/tokens/keys/key-ring.js";
import type { NoKeys, Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import type { KeyServer } from "./key-server.js";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Where the clock of a ring starts. */
export const START = Date.UTC(2026, 0, 2);

/** A ring over a server's documents, with the usual times, a clock that moves by hand and short limits. */
export function ringOf(
  server: KeyServer,
  {
    timeout = 2_000,
    place = { discoveryUrl: `${server.origin}/discovery` },
    ...times
  }: Partial<KeyTimes> & { timeout?: number; place?: Partial<KeyPlace> } = {},
) {
  const clock = { now: START };
  const closing = new AbortController();
  const ring = new KeyRing(
    { algorithms: ["RS256"], ...place },
    { refreshInterval: HOUR, unknownKeyInterval: 30 * SECOND, lastKnownGood: 24 * HOUR, ...times },
    { fetch: globalThis.fetch, timeout, maxBytes: 20_000, signal: closing.signal },
    () => clock.now,
  );
  return {
    ring,
    clock,
    close: () => closing.abort(),
    /** What the ring knows now, at once or after waiting. */
    ask: () => ring.current(clock.now),
    /** What a thousand requests at once find out. */
    askOften: (): Promise<readonly (Snapshot | NoKeys)[]> =>
      Promise.all(Array.from({ length: 1000 }, async () => ring.current(clock.now))),
    /** The `kid`s it knows now, or why it knows none. */
    async kids(): Promise<readonly string[] | string> {
      return kidsOf(await ring.current(clock.now));
    },
  };
}

/** The `kid`s of a snapshot, or why there are none. */
export const kidsOf = (found: Snapshot | NoKeys): readonly string[] | string =>
  "keys" in found ? [...found.keys.byKid.keys()] : found.failure.failure;

/** Waits until something that happens in the background has happened. */
export async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((later) => setTimeout(later, 2));
}

/** Whether a value is there without waiting. */
export const atOnce = (value: unknown): boolean => !(value instanceof Promise);
