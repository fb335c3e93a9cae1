import { expect } from "chai";
import type { Counter } from "#src/policies/limits/index.js";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";
import { NOW, sample } from "./guarded.js";

const scoped = (scope: string, id: string): Counter =>
  Object.assign(sample({ key: scope + id, period: 1_000 }), { scope, id });

describe("counters whose key is known in two parts", () => {
  it("are those of the whole key: for other stores, and for reset()", () => {
    const store = new MemoryCounterStore();
    store.take([scoped("limit ", "caller")], NOW);
    expect(store.read([scoped("limit ", "caller")], NOW)).to.deep.equal([1]);
    store.reset(["limit caller"]);
    expect(store.size.known).to.equal(0);
  });
  it("two scopes share nothing", () => {
    const store = new MemoryCounterStore();
    store.take([scoped("one ", "caller"), scoped("other ", "caller")], NOW);
    store.take([scoped("one ", "caller")], NOW);
    expect(store.read([scoped("one ", "caller"), scoped("other ", "caller")], NOW)).to.deep.equal([2, 1]);
  });
  it("end although their limit was removed: new counters of others remove them", () => {
    const store = new MemoryCounterStore();
    for (let i = 0; i < 1_000; i++) store.take([scoped("removed ", `caller ${i}`)], NOW);
    const later = NOW + 3_600_000;
    for (let i = 0; i < 2_000; i++) store.take([scoped("current ", `caller ${i}`)], later);
    expect(store.size.known).to.equal(2_000);
  });
  it("are raised although they had ended, together with a new counter of the same call", () => {
    const store = new MemoryCounterStore();
    const later = NOW + 3_600_000;
    const plain = (key: string): Counter => sample({ key, period: 1_000 });
    for (const [older, newer] of [
      [scoped("one ", "caller"), (i: number) => scoped(`new ${i} `, "caller")],
      [plain("older"), (i: number) => plain(`new ${i}`)],
    ] as const) {
      store.take([older], NOW);
      for (let i = 0; i < 3; i++) store.take([newer(i), older], later);
      expect(store.read([older], later)).to.deep.equal([3]);
    }
  });
});
