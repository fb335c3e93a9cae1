import type { Counter, CounterKind } from "@product-auth/core/counters";

/** The first moment of the cases with a given time. */
export const START: number = Date.UTC(2026, 0, 1);

/** A counter that admits one call a minute. */
export function sampleCounter(kind: CounterKind, more: Partial<Counter> = {}): Counter {
  return {
    key: `of ${kind}`,
    kind,
    limit: 1,
    amount: 1,
    period: 60_000,
    anchor: 0,
    isMadeUp: false,
    ...more,
  };
}
