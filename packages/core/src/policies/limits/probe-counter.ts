import type { Counter, CounterKind } from "./counter-store.js";

/**
 * The counter that a probe raises, in a store with these kinds. It belongs to no caller and never fills. Raised, because a
 * full Redis and a replica answer reads: with them a probe that counts nothing would report a recovery every second.
 */
export function probeCounter(kinds: readonly CounterKind[] = ["fixed-window"]): Counter {
  const kind = kinds.includes("fixed-window") ? "fixed-window" : (kinds[0] ?? "fixed-window");
  return {
    key: "product-auth:probe",
    kind,
    limit: 1_000_000_000,
    amount: 1,
    period: 60_000,
    anchor: 0,
    isMadeUp: false,
  };
}
