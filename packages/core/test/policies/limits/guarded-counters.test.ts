import { expect } from "chai";
import { GuardedCounters } from "#src/policies/limits/guarded-counters.js";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";
import type { Mood } from "./fake-store.js";
import { guarded, NOW, sample, sleep } from "./guarded.js";

const used = (...numbers: number[]) => ({ used: numbers });
const waits = (...numbers: number[]) => ({ waits: numbers });

describe("guarded counters in memory", () => {
  const stores = { "without a store": undefined, "with a store in memory": new MemoryCounterStore() };
  for (const [name, store] of Object.entries(stores))
    it(`${name}: every answer is synchronous, and nothing is degraded`, () => {
      const counters = new GuardedCounters({
        store,
        timeout: 10,
        onStoreFailure: "refuse",
        onChange: () => expect.fail("no change"),
        clock: () => NOW,
      });
      const three = [sample(), sample({ key: "b", isMadeUp: true }), sample({ key: "c", limit: 1 })];
      expect(counters.take(three, NOW)).to.deep.equal(used(1, 1, 1));
      expect(counters.take([sample({ amount: 0 })], NOW)).to.deep.equal(used(1));
      expect(counters.take(three, NOW)).to.deep.equal(waits(0, 0, 3_600_000));
      counters.add([sample()], NOW);
      expect(counters.read(three, NOW)).to.deep.equal([2, 1, 1]);
      expect(counters.health).to.deep.equal({ state: "ok", store: "memory", size: { known: 2, madeUp: 1 } });
      expect(counters.reset(["a"])).to.equal(undefined);
      expect(counters.read([sample()], NOW)).to.deep.equal([0]);
      expect(counters.kinds).to.have.length(3);
      expect(counters.close()).to.equal(undefined);
    });

  it("has nothing to check", async () => {
    const counters = new GuardedCounters({
      ...{ timeout: 10, onStoreFailure: "refuse", clock: () => NOW },
      onChange: () => expect.fail("no change"),
    });
    expect(await counters.check()).to.deep.equal([]);
    expect(counters.health.state).to.equal("ok");
  });

  it("keeps `max` counters with made-up keys", () => {
    const counters = new GuardedCounters({
      max: 5,
      timeout: 10,
      onStoreFailure: "local",
      onChange: () => {},
      clock: () => NOW,
    });
    for (let i = 0; i < 50; i++) void counters.take([sample({ key: `${i}`, isMadeUp: true })], NOW);
    expect(counters.health.size).to.deep.equal({ known: 0, madeUp: 5 });
  });

  it("finds no setting that loses counters", async () => {
    const { counters } = guarded();
    expect(await counters.check()).to.deep.equal([]);
  });
});

describe("guarded counters with a store that answers", () => {
  it("the store decides, and this process counts what it admits", async () => {
    const { store, counters, events } = guarded();
    store.counts.add([sample()], NOW); // a call of another instance
    expect(await counters.take([sample()], NOW)).to.deep.equal(used(2));
    expect(await counters.take([sample()], NOW)).to.deep.equal(used(3));
    expect(await counters.take([sample()], NOW)).to.deep.equal(waits(3_600_000));
    expect(counters.health).to.deep.equal({ state: "ok", store: "shared", size: { known: 1, madeUp: 0 } });
    store.mood = "rejects";
    // Two calls of this process are in its own count, not the third that the store refused.
    expect(await counters.take([sample()], NOW)).to.deep.equal(used(3));
    expect(await counters.take([sample()], NOW)).to.deep.equal(waits(3_600_000));
    expect(events.map(({ state }) => state)).to.deep.equal(["degraded"]);
    await counters.close();
  });

  it("a synchronous store answers synchronously", () => {
    const { store, counters } = guarded();
    store.mood = "works-at-once";
    expect(counters.take([sample()], NOW)).to.deep.equal(used(1));
  });

  it("a thenable is an answer", async () => {
    const { store, counters, events } = guarded();
    const answer = Promise.resolve({ used: [7] });
    store.mood = { returns: { then: (...next: Parameters<typeof answer.then>) => answer.then(...next) } };
    expect(await counters.take([sample({ limit: 9 })], NOW)).to.deep.equal(used(7));
    expect(events).to.deep.equal([]);
  });

  it("a wait may be endless", async () => {
    const { store, counters, events } = guarded();
    store.mood = { returns: { waits: [0, Infinity] } };
    expect(await counters.take([sample(), sample({ key: "b" })], NOW)).to.deep.equal(waits(0, Infinity));
    expect(events).to.deep.equal([]);
  });

  it("read and reset ask the store, and an amount of 0 raises nothing", async () => {
    const { store, counters } = guarded();
    await counters.take([sample({ limit: 1 })], NOW);
    expect(await counters.take([sample({ limit: 2, amount: 0 })], NOW)).to.deep.equal(used(1));
    expect(await counters.take([sample({ limit: 1, amount: 0 })], NOW)).to.deep.equal(waits(3_600_000));
    expect(await counters.read([sample()], NOW)).to.deep.equal([1]);
    await counters.reset(["a"]);
    expect(await counters.read([sample()], NOW)).to.deep.equal([0]);
    store.mood = "rejects";
    expect(await counters.take([sample({ limit: 1 })], NOW)).to.deep.equal(used(1)); // reset here too
    await counters.close();
  });

  it("check() lists what the store finds, and so does health", async () => {
    const { store, counters } = guarded();
    const warning = "maxmemory-policy is allkeys-lru";
    Object.assign(store, { check: () => Promise.resolve([warning]) });
    expect(await counters.check()).to.deep.equal([warning]);
    expect(counters.health.warnings).to.deep.equal([warning]);
  });

  it("check() reads a counter of a store that finds no settings", async () => {
    const { store, counters, events } = guarded();
    expect(await counters.check()).to.deep.equal([]);
    expect(store.asked).to.deep.equal(["product-auth:probe"]);
    expect(events).to.deep.equal([]);
  });

  it("operators and the start wait longer than requests do", async () => {
    const { store, counters } = guarded("local", 10);
    store.mood = { after: 100 };
    expect(await counters.read([sample()], NOW)).to.deep.equal([0]);
  });

  it("has the store's kinds, and closes it", async () => {
    const { store, counters } = guarded();
    Object.assign(store, { kinds: ["token-bucket"] });
    expect(counters.kinds).to.deep.equal(["token-bucket"]);
    await counters.close();
    expect(store.isClosed).to.equal(true);
  });
});

describe("guarded counters with a store that fails", () => {
  const nonsense: unknown[] = [
    undefined,
    null,
    7,
    "used",
    {},
    [],
    { used: [] },
    { used: [1, 1] },
    { used: [NaN] },
    { used: [-1] },
    { used: [Infinity] },
    { used: ["1"] },
    { used: new Array(1) },
    { used: [1], waits: [0] },
    { used: null, waits: [1] },
    { waits: [] },
    { waits: [0] },
    { waits: [NaN] },
    { waits: [-1] },
    { waits: ["9"] },
    {
      get used(): never {
        throw new Error("a getter");
      },
    },
  ];
  const failures: readonly (readonly [name: string, mood: Mood, cause: string])[] = [
    ["rejects", "rejects", "ECONNREFUSED"],
    ["throws", "throws", "ECONNREFUSED"],
    ["is silent", "hangs", "The store of counters did not answer within 30 ms"],
    ["rejects with no error", { returns: Promise.reject("no error") }, "a thrown string"],
    ...nonsense.flatMap((answer, i): [string, Mood, string][] => {
      const isThrown = i === nonsense.length - 1;
      const cause = isThrown ? "Error" : "The store of counters returned an invalid answer";
      return [
        [`returns nonsense ${i}`, { returns: answer }, cause],
        [`resolves to nonsense ${i}`, { returns: Promise.resolve(answer) }, cause],
      ];
    }),
  ];
  for (const [name, mood, cause] of failures)
    it(`${name}: this very call is decided here, the next without asking, and it is reported once`, async () => {
      const { store, counters, events } = guarded();
      store.mood = mood;
      const one = sample({ limit: 2 });
      expect(await counters.take([one], NOW)).to.deep.equal(used(1));
      expect(counters.take([one], NOW)).to.deep.equal(used(2));
      expect(counters.take([one], NOW)).to.deep.equal(waits(3_600_000));
      expect(store.asked).to.have.length(1);
      expect(events).to.deep.equal([{ state: "degraded", cause, at: NOW }]);
      const { state, cause: shown } = counters.health;
      expect([state, shown]).to.deep.equal(["degraded", cause]);
      await counters.close();
    });

  for (const [onStoreFailure, answer] of [
    ["refuse", "unavailable"],
    ["admit-uncounted", "uncounted"],
  ] as const)
    it(`${onStoreFailure}: ${answer}, and this process keeps no counters`, async () => {
      const { store, counters, events } = guarded(onStoreFailure);
      expect(await counters.take([sample()], NOW)).to.deep.equal(used(1));
      store.mood = "hangs";
      expect(await counters.take([sample()], NOW)).to.equal(answer);
      expect(counters.take([sample()], NOW)).to.equal(answer);
      expect(counters.take([sample({ amount: 0 })], NOW)).to.equal(answer);
      counters.add([sample()], NOW);
      expect(counters.health.size).to.deep.equal({ known: 0, madeUp: 0 });
      expect(events).to.have.length(1);
      await counters.close();
    });

  it("add: a failure is reported, never thrown, and counts here alone", async () => {
    for (const mood of ["rejects", "throws", "hangs"] as const) {
      const { store, counters, events } = guarded();
      store.mood = mood;
      counters.add([sample({ amount: 2 })], NOW);
      await sleep(mood === "hangs" ? 100 : 0);
      expect(events, mood).to.have.length(1);
      expect(counters.take([sample()], NOW)).to.deep.equal(used(3));
      expect(store.counts.read([sample()], NOW)).to.deep.equal([0]);
      await counters.close();
    }
  });

  it("add: answers of any kind are none", async () => {
    const { store, counters, events } = guarded();
    for (const returns of [undefined, null, 1, Promise.resolve("OK")]) {
      store.mood = { returns };
      counters.add([sample()], NOW);
    }
    await sleep(0);
    expect(events).to.deep.equal([]);
  });

  it("read and reset reject with a message that holds no secret, and leave the requests alone", async () => {
    const { store, counters, events } = guarded();
    for (const mood of ["rejects", "throws"] as const) {
      store.mood = mood;
      for (const call of [() => counters.read([sample()], NOW), () => counters.reset(["a"])]) {
        const message = await Promise.resolve(call()).then(() => "resolved", String);
        expect(message).to.equal("NoResponseError: The store of counters failed: ECONNREFUSED");
      }
    }
    store.mood = { returns: [1, 2] };
    const message = await Promise.resolve(counters.read([sample()], NOW)).then(() => "resolved", String);
    expect(message).to.equal("NoResponseError: The store of counters returned an invalid answer");
    expect(events).to.deep.equal([]);
  });

  it("silent: read rejects after 2 seconds, however short the timeout of requests is", async () => {
    const { store, counters } = guarded("local", 10);
    store.mood = "hangs";
    const message = await Promise.resolve(counters.read([sample()], NOW)).then(() => "resolved", String);
    expect(message).to.equal("NoResponseError: The store of counters did not answer within 2000 ms");
  });

  it("nonsense is no answer to read either", async () => {
    const { store, counters } = guarded();
    for (const used of [[1, NaN], [1, Infinity], [1, -1], [1], { 0: 1, 1: 1 }]) {
      store.mood = { returns: used };
      const reading = counters.read([sample(), sample({ key: "b" })], NOW);
      const message = await Promise.resolve(reading).then(() => "resolved", String);
      expect(message).to.equal("NoResponseError: The store of counters returned an invalid answer");
    }
  });

  it("at the start and again: check() reports it once", async () => {
    const { store, counters, events } = guarded();
    store.mood = "rejects";
    await counters.check();
    await counters.check();
    expect(events).to.have.length(1);
    await counters.close();
  });

  it("unreachable at the start: check() reports it, and the first call does not wait", async () => {
    const { store, counters, events } = guarded();
    store.mood = "rejects";
    expect(await counters.check()).to.deep.equal([]);
    expect(events).to.deep.equal([{ state: "degraded", cause: "ECONNREFUSED", at: NOW }]);
    store.mood = "hangs";
    expect(counters.take([sample()], NOW)).to.deep.equal(used(1));
    await counters.close();
  });
});
