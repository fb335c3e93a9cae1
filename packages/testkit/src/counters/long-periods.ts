import assert from "node:assert/strict";
import type { CounterKind } from "@product-auth/core/counters";
import type { CounterCase } from "./counter-room.js";
import { sampleCounter, START } from "./sample-counter.js";

const DAY = 86_400_000;
const LONG = {
  "a month of 2,629,800 s": 2_629_800_000,
  "a year": 365 * DAY,
  "a hundred years": 36_525 * DAY,
};
/** Where the quota of a caller without a subscription begins: 0001-01-01, a Monday. */
const YEAR_1 = -62_135_596_800_000;

/** Periods that no timer can count: they must neither end at once nor be rounded. */
export function longPeriods(it: CounterCase, kinds: readonly CounterKind[]): void {
  for (const kind of kinds)
    for (const [name, period] of Object.entries(LONG))
      it(`${kind}, ${name}: exact to the millisecond`, async (open) => {
        const store = await open();
        const counter = sampleCounter(kind, { limit: 3, amount: 3, period, anchor: START });
        assert.deepEqual(await store.take([counter], START), { used: [3] });
        const full = kind === "token-bucket" ? Math.ceil(period / 3) : period;
        const one = { ...counter, amount: 1 };
        assert.deepEqual(await store.take([one], START), { waits: [full] });
        assert.deepEqual(await store.take([one], START + full - 1), { waits: [1] });
        assert.deepEqual(await store.read([counter], START + full - 1), [3]);
        const left = kind === "token-bucket" ? 3 : 1;
        assert.deepEqual(await store.take([one], START + full), { used: [left] });
      });

  if (kinds.includes("token-bucket"))
    it("token-bucket: 73 calls per 300 s are 73, and come back one by one", async (open) => {
      const store = await open();
      const counter = sampleCounter("token-bucket", { limit: 73, period: 300_000 });
      for (let i = 1; i <= 73; i++) assert.deepEqual(await store.take([counter], START), { used: [i] });
      const wait = Math.ceil(300_000 / 73);
      assert.deepEqual(await store.take([counter], START), { waits: [wait] });
      assert.deepEqual(await store.take([counter], START + wait - 1), { waits: [1] });
      assert.deepEqual(await store.take([counter], START + wait), { used: [73] });
    });

  if (kinds.includes("token-bucket"))
    it("token-bucket: a hundred million calls a day, counted in whole numbers", async (open) => {
      const store = await open();
      const counter = sampleCounter("token-bucket", { limit: 1e8, amount: 1e8 - 1, period: DAY });
      assert.deepEqual(await store.take([counter], START), { used: [1e8 - 1] });
      assert.deepEqual(await store.take([{ ...counter, amount: 1 }], START), { used: [1e8] });
      assert.deepEqual(await store.take([{ ...counter, amount: 1 }], START), { waits: [1] });
      assert.deepEqual(await store.read([counter], START + 1), [1e8 - 1]);
    });

  if (!kinds.includes("fixed-window")) return;
  it("fixed-window, period 0: one period that never ends", async (open) => {
    const store = await open();
    const counter = sampleCounter("fixed-window", { limit: 2, period: 0 });
    assert.deepEqual(await store.take([counter], START), { used: [1] });
    assert.deepEqual(await store.take([counter], START + 36_525 * DAY), { used: [2] });
    assert.deepEqual(await store.take([counter], START + 36_525 * DAY), { waits: [Infinity] });
    const tooMany = { ...counter, amount: 3 };
    assert.deepEqual(await store.take([tooMany], START), { waits: [Infinity] });
    await store.reset([counter.key]);
    assert.deepEqual(await store.take([counter], START), { used: [1] });
  });

  it("fixed-window: weeks from year 1 begin on Mondays", async (open) => {
    const store = await open();
    const counter = sampleCounter("fixed-window", { period: 7 * DAY, anchor: YEAR_1 });
    const sunday = Date.UTC(2026, 0, 4, 23, 59, 59, 999);
    assert.deepEqual(await store.take([counter], sunday), { used: [1] });
    assert.deepEqual(await store.take([counter], sunday), { waits: [1] });
    assert.deepEqual(await store.take([counter], sunday + 1), { used: [1] });
    assert.deepEqual(await store.take([counter], sunday + 1), { waits: [7 * DAY] });
  });

  it("fixed-window: a period that begins in the future has periods before it", async (open) => {
    const store = await open();
    const counter = sampleCounter("fixed-window", { anchor: START + 90_000 });
    assert.deepEqual(await store.take([counter], START), { used: [1] });
    assert.deepEqual(await store.take([counter], START), { waits: [30_000] });
    assert.deepEqual(await store.take([counter], START + 30_000), { used: [1] });
  });

  it("fixed-window: bytes beyond 2^32 are added, and the call after them is refused", async (open) => {
    const store = await open();
    const counter = sampleCounter("fixed-window", { limit: 40_000 * 1_024, amount: 0 });
    assert.deepEqual(await store.take([counter], START), { used: [0] });
    await store.add([{ ...counter, amount: 5_000_000_000 }], START);
    assert.deepEqual(await store.take([counter], START), { waits: [60_000] });
    assert.deepEqual(await store.read([counter], START), [5_000_000_000]);
  });
}
