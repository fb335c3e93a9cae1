import { expect } from "chai";
import fc from "fast-check";
import type { Counter } from "#src/policies/limits/counter-store.js";
import { FixedWindow } from "#src/policies/limits/fixed-window.js";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";
import { SlidingWindow } from "#src/policies/limits/sliding-window.js";
import { TokenBucket } from "#src/policies/limits/token-bucket.js";

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
      const log: { readonly at: number; readonly calls: number }[] = [];
      /** Calls of the last so many milliseconds. */
      const used = (now: number, span: number) =>
        log.reduce((total, { at, calls }) => total + (now < at + span ? calls : 0), 0);
      const oneSlotMore = period + Math.ceil(period / 1_000) - 1;
      let now = START;
      for (const { after, calls } of bursts) {
        now += after;
        const taken = store.take([{ ...counter, limit, amount: calls }], now);
        const isAdmitted = "used" in taken;
        if (isAdmitted && used(now, period) + calls > limit) throw new Error("more than the limit");
        if (!isAdmitted && used(now, oneSlotMore) + calls <= limit)
          throw new Error("more than a slot stricter");
        if (!isAdmitted) {
          const again = store.take([{ ...counter, limit, amount: calls }], now + taken.waits[0]!);
          if (!("used" in again)) throw new Error("refused after the wait");
          now += taken.waits[0]!;
        }
        log.push({ at: now, calls });
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

  for (const kind of ["sliding-window", "token-bucket", "fixed-window"] as const)
    it(`a ${kind} beside a counter without room: is not waited for, whether it is new, in use or just large enough`, () => {
      const store = new MemoryCounterStore();
      const full = counter("full", 1);
      store.take([full], START);
      const one = (limit: number, amount = 1) => ({ ...counter("k", limit), kind, amount });
      expect(store.take([one(1), full], START)).to.deep.equal({ waits: [0, 60_000] });
      expect(store.take([one(10), full], START)).to.deep.equal({ waits: [0, 60_000] });
      store.take([one(10, 4)], START);
      for (const amount of [0, 1, 6])
        expect(store.take([one(10, amount), full], START)).to.deep.equal({ waits: [0, 60_000] });
    });

  it("a bucket whose limit is lowered stays as empty as it was, and is refilled by the old limit until its next raise", () => {
    const store = new MemoryCounterStore();
    const bucket = (limit: number, amount: number) =>
      ({ ...counter("bucket", limit), kind: "token-bucket", amount }) as const;
    store.take([bucket(100, 80)], START);
    expect(store.read([bucket(10, 1)], START)).to.deep.equal([80]);
    expect(store.read([bucket(1_000, 1)], START)).to.deep.equal([80]);
    expect(store.take([bucket(10, 1)], START)).to.deep.equal({ waits: [42_600] });
    expect(store.take([bucket(10, 1)], START + 42_600)).to.deep.equal({ used: [10] });
    expect(store.take([bucket(10, 1)], START + 42_600)).to.deep.equal({ waits: [6_000] });
  });

  it("a bucket whose limit is raised is refilled by the old limit until its next raise", () => {
    const store = new MemoryCounterStore();
    const bucket = (limit: number, amount = 1) =>
      ({ ...counter("bucket", limit), kind: "token-bucket", amount }) as const;
    store.take([bucket(10, 10)], START);
    expect(store.read([bucket(10)], START + 6_000)).to.deep.equal([9]);
    expect(store.read([bucket(100)], START + 6_000)).to.deep.equal([9]);
    expect(store.take([bucket(100, 92)], START + 6_000)).to.deep.equal({ waits: [6_000] });
    expect(store.take([bucket(100)], START + 6_000)).to.deep.equal({ used: [10] });
    expect(store.read([bucket(100)], START + 6_600)).to.deep.equal([9]);
    expect(store.read([bucket(10)], START + 6_600)).to.deep.equal([9]);
    expect(store.take([bucket(10)], START + 6_600)).to.deep.equal({ used: [10] });
    expect(store.read([bucket(100)], START + 12_600)).to.deep.equal([9]);
    expect(store.read([bucket(100)], START + 66_600)).to.deep.equal([0]);
  });

  it("a bucket is full a period after its latest raise, also by a lower limit", () => {
    const store = new MemoryCounterStore();
    const bucket = (limit: number, amount: number) =>
      ({ ...counter("bucket", limit), kind: "token-bucket", amount }) as const;
    store.add([bucket(100, 100)], START);
    store.add([bucket(10, 1)], START);
    const used = [59_999, 60_000, 60_001].map((later) => store.read([bucket(10, 1)], START + later)[0]);
    expect(used).to.deep.equal([91, 0, 0]);
  });

  it("an amount beyond any limit, added without asking, takes neither memory nor more than a period", () => {
    const store = new MemoryCounterStore();
    for (const kind of ["sliding-window", "token-bucket", "fixed-window"] as const) {
      const huge = { ...counter(kind, 5), kind, amount: 1e9 };
      store.add([huge], START);
      expect(store.take([{ ...huge, amount: 1 }], START + 60_000), kind).to.deep.equal({ used: [1] });
    }
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

  for (const [kind, create] of [
    ["sliding-window", (one: Counter) => new SlidingWindow(one)],
    ["token-bucket", (one: Counter) => new TokenBucket(one)],
    ["fixed-window", () => new FixedWindow()],
  ] as const)
    it(`a ${kind} has ended a period after its latest call, and goes by itself`, () => {
      const one = { ...counter("k", 5), kind };
      const count = create(one);
      count.add(one, START);
      count.add(one, START + 10_000);
      expect([69_999, 70_000, 90_000].map((later) => count.hasEnded(START + later))).to.deep.equal([
        ...[false, true, true],
      ]);
      const store = new MemoryCounterStore();
      for (let i = 0; i < 100; i++) store.take([{ ...one, key: `${i}` }], START + 60_000 * i);
      expect(store.size.known).to.be.below(5);
    });
});
