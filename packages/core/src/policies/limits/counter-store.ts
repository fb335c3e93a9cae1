import type { Awaitable } from "../../lib/awaitable.js";

/** How a counter counts. */
export type CounterKind = "sliding-window" | "token-bucket" | "fixed-window";

/** One counter that a call uses: which, by what limit, and by how much. Times are in milliseconds. */
export interface Counter {
  /** Place, kind, period and caller: all that makes it another counter. At most 512 characters. */
  readonly key: string;
  readonly kind: CounterKind;
  /**
   * Calls, or bytes, that one period has room for. An update may change it, and changes nothing of what is used: until
   * its next raise, a token bucket is refilled by the limit of its latest raise.
   */
  readonly limit: number;
  /** How much the call takes: 0 or more, whole. 0: takes nothing, and asks whether there is room for one. */
  readonly amount: number;
  /** Length of the period. 0, for `fixed-window` only: a single period that never ends. */
  readonly period: number;
  /** Where the first period of a `fixed-window` begins, since 1970; 0 for the other kinds. */
  readonly anchor: number;
  /** Whether a caller can make up the key, as from an address, a header or a claim. Stores may forget such counters. */
  readonly isMadeUp: boolean;
}

/** What `take` did: all counters were raised, or none was. */
export type Taken =
  | {
      /** How much is used of each counter, this call included. */
      readonly used: readonly number[];
    }
  | {
      /** How long to wait for room in each counter, in milliseconds: 0 where there is room, Infinity where there never is. */
      readonly waits: readonly number[];
    };

/**
 * Where counters are kept. All functions judge by `now`, or by the store's own clock where it was made so. The counters of
 * one call have different keys. A counter changes only when it is raised; no time counts as earlier than its latest raise.
 */
export interface CounterStore {
  /** Raises all of these counters, or none when one has no room. */
  take(counters: readonly Counter[], now: number): Awaitable<Taken>;
  /** Raises counters without asking for room, for what is known only after the response. */
  add(counters: readonly Counter[], now: number): Awaitable<void>;
  /** How much is used of each. Raises nothing. */
  read(counters: readonly Counter[], now: number): Awaitable<readonly number[]>;
  /** Forgets counters. */
  reset(keys: readonly string[]): Awaitable<void>;
  /** Looks for settings that can make the store lose counters, and returns a sentence for each. */
  check?(): Awaitable<readonly string[]>;
  /** The kinds that it can keep. Default: all. */
  readonly kinds?: readonly CounterKind[];
  close?(): Awaitable<void>;
}
