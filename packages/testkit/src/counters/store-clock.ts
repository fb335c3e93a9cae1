import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { CounterKind } from "@product-auth/core/counters";
import type { CounterCase } from "./counter-room.js";
import { sampleCounter } from "./sample-counter.js";

/** Milliseconds by which timers and the clocks of two processes may differ. */
const TOLERANCE = 50;

/** The store's own clock counts, whatever time the callers pass. */
export function storeClock(it: CounterCase, kinds: readonly CounterKind[]): void {
  for (const kind of kinds) {
    it(`${kind}: callers whose clocks differ share one count`, async (open) => {
      const [one, other] = [await open(), await open()];
      const counter = sampleCounter(kind, { limit: 20, period: 3_600_000, anchor: Date.now() - 60_000 });
      let count = 0;
      for (let i = 0; i < 25; i++)
        for (const [store, now] of [
          [one, Date.now() + 1_500],
          [other, 0],
          [one, 9e14],
        ] as const)
          if ("used" in (await store.take([counter], now))) count++;
      assert.equal(count, 20);
      assert.deepEqual(await other.read([counter], 9e14), [20]);
    });

    it(`${kind}: after the wait, by real time, there is room again`, async (open) => {
      const store = await open();
      const counter = sampleCounter(kind, { limit: 2, period: 300 });
      await store.take([{ ...counter, amount: 2 }], 0);
      let refused = await store.take([counter], 0);
      // A window may have ended between the two.
      while ("used" in refused) refused = await store.take([counter], 0);
      const wait = refused.waits[0]!;
      assert.ok(wait > 0 && wait <= 300, `${wait} ms`);
      await sleep(wait + TOLERANCE);
      assert.ok("used" in (await store.take([counter], 0)), `refused ${TOLERANCE} ms after the wait`);
    });
  }

  if (kinds.includes("fixed-window"))
    it("fixed-window, period 0: never ends", async (open) => {
      const store = await open();
      const counter = sampleCounter("fixed-window", { period: 0 });
      assert.deepEqual(await store.take([counter], 0), { used: [1] });
      assert.deepEqual(await store.take([counter], 9e14), { waits: [Infinity] });
    });
}
