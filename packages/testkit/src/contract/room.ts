import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import type { StoreHarness } from "./store-harness.js";
import type { TestRunner } from "../test-runner.js";

/** Opens the store of one case; every call gives another instance over the same data. */
export type Open = () => Promise<SubscriptionRepository>;

/** Declares one case; every instance it opens is closed behind it. */
export type Case = (name: string, body: (open: Open) => Promise<void>) => void;

/** Makes the `Case` of one subject. Each case has a separate store. */
export function roomsIn(runner: TestRunner, harness: StoreHarness): (subject: string) => Case {
  return (subject) => {
    let count = 0;
    return (name, body) => {
      count += 1;
      const room = `${subject}-${count}`;
      runner.it(name, async () => {
        const opened: SubscriptionRepository[] = [];
        try {
          await body(async () => {
            const store = await harness.open(room);
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
