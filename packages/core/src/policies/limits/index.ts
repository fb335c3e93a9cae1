// The port for counters of limits, the counters in memory, and what happens to requests while a store fails. Stores and
// their tests import it.
export type { Counter, CounterKind, CounterStore, Taken } from "./counter-store.js";
export { GuardedCounters } from "./guarded-counters.js";
export type {
  CountersEvent,
  CountersHealth,
  GuardedCountersSettings,
  GuardedTaken,
  OnStoreFailure,
} from "./guarded-counters-settings.js";
export { MemoryCounterStore } from "./memory-counter-store.js";
export { plainKey } from "./plain-key.js";
