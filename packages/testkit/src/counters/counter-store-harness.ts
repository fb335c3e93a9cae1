import type { CounterKind, CounterStore } from "@product-auth/core/counters";

/** Whose time a store judges by: that of its server, or the `now` of each call. */
export type CounterTime = "store" | "caller";

/** How the contract opens counters. */
export interface CounterStoreHarness {
  /**
   * Counters that are empty at the first call with this `name`; every further call returns another instance over the same
   * counters. Names consist of `a` to `z`, `0` to `9` and hyphens, 40 characters at most, and each is used by one case.
   */
  open(name: string, time: CounterTime): Promise<CounterStore>;
  /** Kinds that the store can keep. Default: all. */
  readonly kinds?: readonly CounterKind[];
  /** Whose time it can judge by. Default: both. */
  readonly times?: readonly CounterTime[];
  /** Number of calls in the random streams of each kind, in hundreds. Default 1,500. */
  readonly calls?: number;
}

/** All kinds, in the order of the contract. */
export const KINDS: readonly CounterKind[] = ["sliding-window", "token-bucket", "fixed-window"];
