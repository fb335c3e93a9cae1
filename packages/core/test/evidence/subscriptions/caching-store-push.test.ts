import { digestKey } from "#src/repositories/index.js";
import { expect } from "chai";
import { active, cachedStore, gate } from "./slow-store.js";

describe("a change that is pushed", () => {
  const b = digestKey("b");

  it("is forgotten at once, and nothing else is", async () => {
    const { store, idOf, a } = cachedStore();
    store.known.set(b, active("b"));
    await idOf(a);
    await idOf(b);
    store.known.set(a, active("new"));
    store.push({ digests: [a] });
    expect(await idOf(a)).to.equal("new");
    expect(await idOf(b)).to.equal("b");
    expect(store.asked).to.deep.equal([a, b, a]);
  });
  it("makes a key known that was unknown", async () => {
    const { store, idOf } = cachedStore();
    expect(await idOf(b)).to.equal(undefined);
    store.known.set(b, active("b"));
    store.push({ digests: [b] });
    expect(await idOf(b)).to.equal("b");
  });
  it("of everything leaves nothing", async () => {
    const { cache, store, idOf, a } = cachedStore();
    await idOf(a);
    await idOf(b);
    expect(cache.size).to.equal(2);
    store.known.clear();
    store.push("everything");
    expect(cache.size).to.equal(0);
    expect(await idOf(a)).to.equal(undefined);
  });
  it("of digests that nobody asked for does no harm", async () => {
    const { store, idOf, a } = cachedStore();
    await idOf(a);
    store.push({ digests: [] });
    store.push({ digests: [b] });
    await idOf(a);
    expect(store.asked).to.have.length(1);
  });

  for (const [name, change] of [
    ["of this key", (digest: string) => ({ digests: [digest] })],
    ["of everything", () => "everything" as const],
  ] as const) {
    describe(`${name}, while the question is under way`, () => {
      it("the answer is not remembered: it may be from before", async () => {
        const { cache, store, idOf, a } = cachedStore();
        const { wait, open } = gate();
        store.gate = wait;
        const early = idOf(a);
        store.known.delete(a);
        store.push(change(a));
        store.gate = undefined;
        open();
        expect(await early).to.equal("a");
        expect(cache.size).to.equal(0);
        expect(await idOf(a)).to.equal(undefined);
      });
      it("who asks after the change does not wait for the early answer", async () => {
        const { store, idOf, a } = cachedStore();
        const { wait, open } = gate();
        store.gate = wait;
        const early = idOf(a);
        store.known.set(a, active("new"));
        store.push(change(a));
        store.gate = undefined;
        expect(await idOf(a)).to.equal("new");
        open();
        await early;
        expect(await idOf(a), "the early answer does not take its place").to.equal("new");
        expect(store.asked).to.have.length(2);
      });
    });
  }
});

describe("a store that goes down", () => {
  it("what is remembered serves until its time is over, then the question fails", async () => {
    const { clock, store, idOf, a } = cachedStore();
    await idOf(a);
    store.down = true;
    clock.now += 4999;
    expect(await idOf(a)).to.equal("a");
    clock.now += 1;
    for (let i = 0; i < 3; i++) {
      const answer = await idOf(a).catch((error: Error) => error.message);
      expect(answer).to.equal("ECONNREFUSED");
    }
  });
  it("a failure is not remembered: the first question after it is back is answered", async () => {
    const { store, idOf, a } = cachedStore();
    store.down = true;
    await idOf(a).catch(() => undefined);
    store.down = false;
    expect(await idOf(a)).to.equal("a");
    expect(store.asked).to.have.length(2);
  });
  it("a failure takes nothing that is remembered of other keys", async () => {
    const { cache, store, idOf, a } = cachedStore();
    await idOf(a);
    store.down = true;
    await idOf(digestKey("nobody")).catch(() => undefined);
    expect(await idOf(a)).to.equal("a");
    expect(cache.size).to.equal(1);
  });
});
