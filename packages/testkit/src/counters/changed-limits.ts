import assert from "node:assert/strict";
import type { CounterKind } from "@product-auth/core/counters";
import type { CounterCase } from "./counter-room.js";
import { sampleCounter, START } from "./sample-counter.js";

/** Limits that an update raises and lowers while the counter is in use: what is used does not change by it. */
export function changedLimits(it: CounterCase, kinds: readonly CounterKind[]): void {
  for (const kind of kinds)
    it(`${kind}: a limit that is raised and lowered between raises does not change what is used`, async (open) => {
      const store = await open();
      const usedAt = async (limit: number, now: number) =>
        (await store.read([sampleCounter(kind, { limit })], now))[0]!;
      for (const [i, limit] of [10, 100, 10].entries()) {
        const start = START + i * 60_000;
        await store.take([sampleCounter(kind, { limit, amount: 8 })], start);
        for (const passed of [0, 1, 700, 6_000, 6_001, 30_000, 59_999]) {
          const used = await usedAt(limit, start + passed);
          for (const other of [1_000, 11, 9, 1]) {
            const is = await usedAt(other, start + passed);
            assert.equal(is, used, `${used} of ${limit} used after ${passed} ms, and ${is} of ${other}`);
          }
          assert.equal(await usedAt(limit, start + passed), used);
        }
        assert.equal(await usedAt(1, start + 120_000), 0);
      }
    });

  if (!kinds.includes("token-bucket")) return;
  it("token-bucket: is refilled by the limit of its latest raise", async (open) => {
    const store = await open();
    const bucket = (limit: number, amount = 1) => sampleCounter("token-bucket", { limit, amount });
    assert.deepEqual(await store.take([bucket(10, 10)], START), { used: [10] });
    assert.deepEqual(await store.read([bucket(100)], START + 6_000), [9]);
    assert.deepEqual(await store.take([bucket(100, 92)], START + 6_000), { waits: [6_000] });
    // A raise by the larger limit: refilled by it, also when the limit is lowered again.
    assert.deepEqual(await store.take([bucket(100)], START + 6_000), { used: [10] });
    assert.deepEqual(await store.read([bucket(100)], START + 6_600), [9]);
    assert.deepEqual(await store.read([bucket(10)], START + 6_600), [9]);
    assert.deepEqual(await store.take([bucket(10, 2)], START + 6_600), { waits: [600] });
    // A raise without asking counts as one.
    await store.add([bucket(10)], START + 6_600);
    assert.deepEqual(await store.read([bucket(100)], START + 12_600), [9]);
    assert.deepEqual(await store.read([bucket(100)], START + 66_600), [0]);
  });
}
