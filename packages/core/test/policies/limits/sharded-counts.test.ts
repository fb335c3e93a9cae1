import { expect } from "chai";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";
import { NOW, sample } from "./guarded.js";

const madeUp = (key: string) => sample({ key, isMadeUp: true, limit: 1 });

describe("counters with made-up keys", () => {
  for (const max of [1, 2, 4_096, 4_097, 10_001])
    it(`at most ${max} are kept, and that many when enough come`, () => {
      const store = new MemoryCounterStore(max);
      for (let i = 0; i < 3 * max + 10_000; i++) store.take([madeUp(`address ${i}`)], NOW);
      expect(store.size).to.deep.equal({ known: 0, madeUp: max });
    });

  it("the least recently used are forgotten: one that calls all the time is kept", () => {
    const store = new MemoryCounterStore(10_000);
    for (let i = 0; i < 50_000; i++) {
      store.take([madeUp(`address ${i}`)], NOW);
      store.take([madeUp("busy")], NOW);
    }
    expect(store.take([madeUp("busy")], NOW)).to.deep.equal({ waits: [3_600_000] });
    expect(store.take([madeUp("address 0")], NOW)).to.deep.equal({ used: [1] });
  });

  it("keys of any text and length find their counter again, and reset() too", () => {
    const store = new MemoryCounterStore(100_000);
    const keys = ["", "a", "é", "\ud800", "x".repeat(512), `${"x".repeat(511)}y`, `y${"x".repeat(511)}`];
    for (const key of keys) expect(store.take([madeUp(key)], NOW)).to.deep.equal({ used: [1] });
    expect(store.read(keys.map(madeUp), NOW)).to.deep.equal(keys.map(() => 1));
    store.reset(keys);
    expect(store.size.madeUp).to.equal(0);
  });
});
