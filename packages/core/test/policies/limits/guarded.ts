import type { Counter } from "#src/policies/limits/counter-store.js";
import { GuardedCounters } from "#src/policies/limits/guarded-counters.js";
import type { CountersEvent, OnStoreFailure } from "#src/policies/limits/guarded-counters-settings.js";
import { FakeStore } from "./fake-store.js";

export const NOW: number = Date.UTC(2026, 0, 1);
export const TIMEOUT = 30;
/** Milliseconds between two probes in these tests. */
export const PROBED_EVERY = 150;

/** A counter that admits three calls an hour. */
export function sample(more: Partial<Counter> = {}): Counter {
  return {
    key: "a",
    kind: "fixed-window",
    limit: 3,
    amount: 1,
    period: 3_600_000,
    anchor: 0,
    isMadeUp: false,
    ...more,
  };
}

/** Counters over a store that can fail, and what they report. */
export function guarded(onStoreFailure: OnStoreFailure = "local", timeout: number = TIMEOUT) {
  const store = new FakeStore();
  const events: CountersEvent[] = [];
  const counters = new GuardedCounters({
    store,
    timeout,
    onStoreFailure,
    probeInterval: PROBED_EVERY,
    onChange: (event) => void events.push(event),
    clock: () => NOW,
  });
  return { store, events, counters };
}

export async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 5_000; !condition();) {
    if (performance.now() > end) throw new Error("It did not happen within 5 s.");
    await sleep(5);
  }
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Milliseconds until it settles. */
export async function duration(call: () => unknown): Promise<number> {
  const since = performance.now();
  await call();
  return performance.now() - since;
}
