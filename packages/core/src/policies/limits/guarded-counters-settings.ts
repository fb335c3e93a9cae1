import type { Timed } from "../../lib/timed.js";
import type { CounterStore, Taken } from "./counter-store.js";

/** What happens to requests while the store of counters fails. */
export type OnStoreFailure = "local" | "refuse" | "admit-uncounted";

/** How an instance keeps its counters. */
export interface GuardedCountersSettings {
  /** Default: counters in this process. */
  readonly store?: CounterStore | undefined;
  /** Number of counters in this process whose keys a caller can make up. */
  readonly max?: number | undefined;
  /** Milliseconds for one answer of the store. */
  readonly timeout: number;
  readonly onStoreFailure: OnStoreFailure;
  /** Milliseconds of real time between two probes of a store that failed. Default 1000. */
  readonly probeInterval?: number;
  /** Called once per change. Must not throw. */
  readonly onChange: (event: CountersEvent) => void;
  /** Milliseconds since 1970, for events and probes. */
  readonly clock: () => number;
  /** Called after each question about a call to the store: the seconds that it took, and whether it failed. Must not throw. */
  readonly onQuery?: Timed | undefined;
}

/** A change of the store of counters: it failed, or it works again. */
export interface CountersEvent {
  readonly state: "degraded" | "restored";
  /** Why it failed: an error code or name, without keys. */
  readonly cause: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** State of the counters of an instance. */
export interface CountersHealth {
  /** `degraded`: the store failed, and is not asked until a probe succeeds. */
  readonly state: "ok" | "degraded";
  /** Where counters are kept. Those in memory end with the process. */
  readonly store: "memory" | "shared";
  /** Number of counters in this process. */
  readonly size: { readonly known: number; readonly madeUp: number };
  /** Why the store failed. */
  readonly cause?: string;
  /** Settings with which the store can lose counters. */
  readonly warnings?: readonly string[];
}

/** `unavailable`: the store failed, and calls are refused meanwhile; `uncounted`: they are admitted. */
export type GuardedTaken = Taken | "unavailable" | "uncounted";
