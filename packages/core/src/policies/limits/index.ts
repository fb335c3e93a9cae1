// The port for counters of limits, and the counters in memory. Stores and their tests import it.
export type { Counter, CounterKind, CounterStore, Taken } from "./counter-store.js";
export { MemoryCounterStore } from "./memory-counter-store.js";
export { plainKey } from "./plain-key.js";
