import { expect } from "chai";
import fc from "fast-check";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";
import { NaiveLog } from "./naive-log.js";

const START = 1_767_225_600_000;

describe("a sliding window of more than 1,000 calls", () => {
  it("admits no call that a log of all calls refuses, and is at most one slot stricter", () => {
    const streams = fc.record({
      limit: fc.integer({ min: 1_001, max: 1_400 }),
      period: fc.integer({ min: 1, max: 20_000 }),
      bursts: fc.array(
        fc.record({ after: fc.integer({ min: 0, max: 3_000 }), calls: fc.integer({ min: 1, max: 400 }) }),
        { maxLength: 40 },
      ),
    });
    const property = fc.property(streams, ({ limit, period, bursts }) => {
      const store = new MemoryCounterStore();
      const counter = { key: "k", kind: "sliding-window", period, anchor: 0, isMadeUp: false } as const;
      const exact = new NaiveLog(counter, START);
      const stricter = new NaiveLog({ ...counter, period: period + Math.ceil(period / 1_000) - 1 }, START);
      let now = START;
      for (const { after, calls } of bursts) {
        now += after;
        const taken = store.take([{ ...counter, limit, amount: calls }], now);
        const isAdmitted = "used" in taken;
        if (isAdmitted && exact.used(now, limit) + calls > limit) throw new Error("more than the limit");
        if (!isAdmitted && stricter.used(now, limit) + calls <= limit)
          throw new Error("more than a slot stricter");
        if (!isAdmitted) {
          const again = store.take([{ ...counter, limit, amount: calls }], now + taken.waits[0]!);
          if (!("used" in again)) throw new Error("refused after the wait");
          now += taken.waits[0]!;
        }
        for (const log of [exact, stricter]) log.add(now, calls);
      }
    });
    fc.assert(property, { numRuns: 1_000, seed: 20260102 });
  });
});

describe("several counters", () => {
  const counter = (key: string, limit: number) =>
    ({ key, kind: "fixed-window", limit, amount: 1, period: 60_000, anchor: 0, isMadeUp: false }) as const;

  it("are raised together or not at all, and each says how long it must be waited for", () => {
    const store = new MemoryCounterStore();
    const [many, one] = [counter("many", 10), counter("one", 1)];
    expect(store.take([many, one], START)).to.deep.equal({ used: [1, 1] });
    expect(store.take([many, one], START + 1_000)).to.deep.equal({ waits: [0, 59_000] });
    expect(store.read([many, one], START + 1_000)).to.deep.equal([1, 1]);
    store.reset(["one"]);
    expect(store.take([many, one], START + 2_000)).to.deep.equal({ used: [2, 1] });
  });

  it("a flood of made-up keys is bounded and forgets no known counter; what has ended goes by itself", () => {
    const store = new MemoryCounterStore(1_000);
    const known = counter("known", 1);
    store.take([known], START);
    for (let i = 0; i < 20_000; i++) store.take([{ ...counter(`${i}`, 1), isMadeUp: true }], START);
    expect(store.size).to.deep.equal({ known: 1, madeUp: 1_000 });
    expect(store.take([known], START)).to.deep.equal({ waits: [60_000] });
    for (let i = 0; i < 1_000; i++) store.take([counter(`later ${i}`, 1)], START + 60_000 * (i + 2));
    expect(store.size.known).to.be.below(5);
  });
});
