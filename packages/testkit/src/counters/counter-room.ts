import type { CounterStore } from "@product-auth/core/counters";
import type { TestRunner } from "../test-runner.js";
import type { CounterStoreHarness, CounterTime } from "./counter-store-harness.js";

/** Opens the counters of one case; every call returns another instance over the same counters. */
export type OpenCounters = () => Promise<CounterStore>;

/** Declares one case, with counters that no other case uses. Closes every instance that it opens. */
export type CounterCase = (name: string, body: (open: OpenCounters) => Promise<void>) => void;

/** Makes the `CounterCase` of one subject. */
export function counterRoomsIn(
  runner: TestRunner,
  harness: CounterStoreHarness,
): (subject: string, time: CounterTime) => CounterCase {
  return (subject, time) => {
    let count = 0;
    return (name, body) => {
      count += 1;
      const room = `${subject}-${count}`;
      runner.it(name, async () => {
        const opened: CounterStore[] = [];
        try {
          await body(async () => {
            const store = await harness.open(room, time);
            opened.push(store);
            return store;
          });
        } finally {
          for (const store of opened) await store.close?.();
        }
      });
    };
  };
}
