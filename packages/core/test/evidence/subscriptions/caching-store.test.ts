import type { Subscription } from "#src/index.js";
import { CachingStore, digestKey } from "#src/repositories/index.js";
import { expect } from "chai";
import { active, cachedStore, gate } from "./slow-store.js";

describe("a cache in front of a store", () => {
  for (const [name, key] of [
    ["a known key", "a"],
    ["an unknown key", "nobody"],
  ] as const) {
    it(`asks once for ${name} until its time is over, to the millisecond`, async () => {
      const { cache, clock, store } = cachedStore();
      const digest = digestKey(key);
      const first = await cache.findByKeyDigest(digest);
      clock.now += 4999;
      expect(cache.findByKeyDigest(digest), "at once").to.equal(first);
      expect(store.asked).to.have.length(1);
      clock.now += 1;
      await cache.findByKeyDigest(digest);
      expect(store.asked).to.have.length(2);
    });
  }
  it("counts the time from the question, not from the answer", async () => {
    const { cache, clock, store, idOf, a } = cachedStore();
    const { wait, open } = gate();
    store.gate = wait;
    const asked = idOf(a);
    clock.now += 3000;
    open();
    expect(await asked).to.equal("a");
    clock.now += 1999;
    await cache.findByKeyDigest(a);
    expect(store.asked).to.have.length(1);
    clock.now += 1;
    await cache.findByKeyDigest(a);
    expect(store.asked).to.have.length(2);
  });
  it("does not lengthen the time by being asked", async () => {
    const { clock, store, idOf, a } = cachedStore();
    for (let i = 0; i < 50; i++) {
      await idOf(a);
      clock.now += 100;
    }
    expect(store.asked).to.have.length(1);
    await idOf(a);
    expect(store.asked).to.have.length(2);
  });
  it("sees a key that was made after it had been asked for, when the time is over", async () => {
    const { clock, store, idOf } = cachedStore();
    const late = digestKey("late");
    expect(await idOf(late)).to.equal(undefined);
    store.known.set(late, active("late"));
    clock.now += 4999;
    expect(await idOf(late)).to.equal(undefined);
    clock.now += 1;
    expect(await idOf(late)).to.equal("late");
  });
  it("closes the store and listens to it no more", async () => {
    const { cache, store, idOf, a } = cachedStore();
    await idOf(a);
    await cache.close();
    expect(store.closed).to.equal(1);
    store.push("everything");
    expect(cache.size).to.equal(1);
  });
  it("keeps nothing of a store that answers at once", () => {
    let asked = 0;
    const findByKeyDigest = (): Subscription => {
      asked += 1;
      return active(String(asked));
    };
    const cache = new CachingStore({ findByKeyDigest }, { ttl: 5000, max: 10, clock: () => 0 });
    expect([cache.findByKeyDigest("d"), cache.findByKeyDigest("d")]).to.deep.equal([
      active("1"),
      active("2"),
    ]);
    expect(cache.size).to.equal(0);
  });
  it("remembers what a store begins to answer later", async () => {
    const asked: string[] = [];
    const findByKeyDigest = (digest: string) => {
      asked.push(digest);
      return asked.length === 1 ? active("now") : Promise.resolve(active(digest));
    };
    const cache = new CachingStore({ findByKeyDigest }, { ttl: 5000, max: 10, clock: () => 0 });
    const found = ["a", "a", "a", "b", "b"].map((digest) => cache.findByKeyDigest(digest));
    expect(found[0]).to.deep.equal(active("now"));
    expect(await Promise.all(found.slice(1).map(async (one) => one))).to.deep.equal(
      ["a", "a", "b", "b"].map((id) => active(id)),
    );
    expect(asked).to.deep.equal(["a", "a", "b"]);
    expect(cache.findByKeyDigest("a"), "at once").to.deep.equal(active("a"));
  });
});

describe("callers who ask the same together", () => {
  it("a thousand of them wait for one question", async () => {
    const { cache, store, idOf, a } = cachedStore();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => idOf(a)));
    expect(new Set(answers)).to.deep.equal(new Set(["a"]));
    expect(store.asked).to.deep.equal([a]);
    expect(cache.size).to.equal(1);
  });
  it("fail together when the store is down, and the next one asks anew", async () => {
    const { store, idOf, a } = cachedStore();
    store.down = true;
    const answers = await Promise.allSettled(Array.from({ length: 1000 }, () => idOf(a)));
    expect(answers.every(({ status }) => status === "rejected")).to.equal(true);
    expect(store.asked).to.have.length(1);
    store.down = false;
    expect(await idOf(a)).to.equal("a");
  });
  it("with different keys do not wait for each other", async () => {
    const { store, idOf, a } = cachedStore();
    const { wait, open } = gate();
    store.gate = wait;
    const slow = idOf(a);
    store.gate = undefined;
    expect(await idOf(digestKey("nobody"))).to.equal(undefined);
    open();
    expect(await slow).to.equal("a");
  });
  it("do not join a question that is older than an answer may be", async () => {
    const { clock, store, idOf, a } = cachedStore();
    const { wait, open } = gate();
    store.gate = wait;
    const old = idOf(a);
    clock.now += 4999;
    const joined = idOf(a);
    expect(store.asked).to.have.length(1);
    clock.now += 1;
    store.gate = undefined;
    store.known.set(a, active("new"));
    expect(await idOf(a)).to.equal("new");
    open();
    expect([await old, await joined]).to.deep.equal(["a", "a"]);
    expect(await idOf(a), "the old answer is not remembered").to.equal("new");
    expect(store.asked).to.have.length(2);
  });
});

describe("a cache is bounded", () => {
  const flood = (count: number) => Array.from({ length: count }, (_, i) => digestKey(`unknown ${i}`));

  it("holds no more than the most, of known and of unknown keys each", async () => {
    const { cache, store, idOf } = cachedStore({ max: 100 });
    for (const digest of flood(1000)) await idOf(digest);
    expect(cache.size).to.equal(100);
    for (let i = 0; i < 1000; i++) store.known.set(digestKey(`known ${i}`), active(`${i}`));
    for (let i = 0; i < 1000; i++) await idOf(digestKey(`known ${i}`));
    expect(cache.size).to.equal(200);
  });
  it("a flood of unknown keys pushes no good one out", async () => {
    const { store, idOf, a } = cachedStore({ max: 100 });
    await idOf(a);
    for (const digest of flood(10_000)) await idOf(digest);
    store.asked.length = 0;
    expect(await idOf(a)).to.equal("a");
    expect(store.asked).to.deep.equal([]);
  });
  it("nor does one that a database answers with null", async () => {
    const { cache, store, idOf, a } = cachedStore({ max: 100 });
    await idOf(a);
    store.findByKeyDigest = () => Promise.resolve(null as unknown as undefined);
    for (const digest of flood(1000)) await idOf(digest);
    expect((cache.findByKeyDigest(a) as Subscription).id).to.equal("a");
  });
  it("a key that changes from unknown to known is held once", async () => {
    const { cache, clock, store, idOf } = cachedStore();
    const late = digestKey("late");
    await idOf(late);
    store.known.set(late, active("late"));
    clock.now += 5000;
    await idOf(late);
    expect(cache.size).to.equal(1);
  });
});
