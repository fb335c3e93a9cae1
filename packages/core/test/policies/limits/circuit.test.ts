import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect } from "chai";
import fc from "fast-check";
import { demand } from "../../fuzz/demand.js";
import type { Mood } from "./fake-store.js";
import { duration, guarded, NOW, PROBED_EVERY, sample, sleep, TIMEOUT, until } from "./guarded.js";

/** Milliseconds that a busy machine may add to a wait. */
const SLACK = 250;
const PROBE = "product-auth:probe";

describe("the circuit before a store", function () {
  this.timeout(20_000);

  it("many calls in a silent store: none waits longer than the timeout, in the order of their arrival", async () => {
    const { store, counters, events } = guarded("local", 100);
    store.mood = "hangs";
    const since = performance.now();
    const order: number[] = [];
    const taking = Array.from({ length: 20 }, async (_, i) => {
      if (i >= 10) await sleep(50);
      const taken = await counters.take([sample({ limit: 100 })], NOW);
      order.push(typeof taken === "object" && "used" in taken ? taken.used[0]! : 0);
      return performance.now() - since;
    });
    const took = await Promise.all(taking);
    expect(Math.max(...took)).to.be.within(99, 100 + SLACK);
    // Those that came 50 ms later are decided with the first: no call waits after a failure.
    expect(order).to.deep.equal(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(await duration(() => counters.take([sample({ limit: 100 })], NOW))).to.be.below(TIMEOUT);
    expect(events).to.have.length(1);
    await counters.close();
  });

  it("one failure decides for all that wait", async () => {
    const { store, counters } = guarded("refuse", 5_000);
    store.mood = "hangs";
    const waiting = Array.from({ length: 5 }, async () => counters.take([sample()], NOW));
    store.mood = "rejects";
    expect(await counters.take([sample()], NOW)).to.equal("unavailable");
    expect(await Promise.all(waiting)).to.deep.equal(Array(5).fill("unavailable"));
    await counters.close();
  });

  it("each call has its own time: one that comes later is not late with an earlier one's timer", async () => {
    const { store, counters, events } = guarded("local", 150);
    store.mood = { after: 100 };
    for (let i = 0; i < 4; i++) {
      void counters.take([sample({ limit: 100 })], NOW);
      await sleep(60);
    }
    await sleep(150);
    expect(events).to.deep.equal([]);
    expect(store.counts.read([sample()], NOW)).to.deep.equal([4]);
    expect(counters.health.size.known).to.equal(1);
  });

  it("an answer that arrives while this process is busy is not late", async () => {
    const { store, counters, events } = guarded("local", TIMEOUT);
    const thread = new Worker(
      `const { parentPort } = require("node:worker_threads");
      parentPort.on("message", () => parentPort.postMessage({ used: [1] }));`,
      { eval: true },
    );
    const answer = async () => ((await once(thread, "message")) as unknown[])[0];
    thread.postMessage("once, so that it has started");
    await answer();
    store.mood = { returns: answer() };
    const taking = counters.take([sample()], NOW);
    thread.postMessage("again");
    for (const end = performance.now() + 3 * TIMEOUT; performance.now() < end;);
    expect(await taking).to.deep.equal({ used: [1] });
    expect(events).to.deep.equal([]);
    await thread.terminate();
  });

  it("a late answer changes nothing, and a late failure is handled", async () => {
    const { store, counters, events } = guarded();
    store.mood = "hangs";
    const one = sample({ limit: 10 });
    await Promise.all([counters.take([one], NOW), counters.take([one], NOW), counters.take([one], NOW)]);
    expect(store.late).to.have.length(3);
    store.late[0]!.answer();
    store.late[1]!.fail();
    store.late[2]!.answer();
    await sleep(10);
    expect(counters.take([one], NOW)).to.deep.equal({ used: [4] });
    expect(events).to.have.length(1);
    await counters.close();
  });

  it("probes at an interval until the first answer, and asks the store again after it", async () => {
    const { store, counters, events } = guarded();
    store.mood = "rejects";
    await counters.take([sample()], NOW);
    await until(() => store.asked.length > 2);
    store.mood = { returns: { used: [NaN] } };
    const asked = store.asked.length;
    await until(() => store.asked.length > asked);
    expect(events).to.have.length(1);
    store.mood = "works";
    await until(() => events.length > 1);
    expect(new Set(store.asked.slice(1))).to.deep.equal(new Set([PROBE]));
    expect(events[1]).to.deep.equal({ state: "restored", cause: "ECONNREFUSED", at: NOW });
    expect(counters.health).to.deep.equal({ state: "ok", store: "shared", size: { known: 1, madeUp: 0 } });
    // Only the store counts for the calls after it; what this process counted meanwhile is not added.
    expect(await counters.take([sample()], NOW)).to.deep.equal({ used: [1] });
    const probes = store.asked.length;
    await sleep(PROBED_EVERY * 2);
    expect(store.asked).to.have.length(probes);
    store.mood = "rejects";
    await counters.take([sample()], NOW);
    expect(events.map(({ state }) => state)).to.deep.equal(["degraded", "restored", "degraded"]);
    await counters.close();
  });

  it("never probes twice at a time", async () => {
    const { store, counters } = guarded("local", 10 * PROBED_EVERY);
    store.mood = "rejects";
    await counters.take([sample()], NOW);
    store.mood = "hangs";
    await sleep(PROBED_EVERY * 3);
    expect(store.asked).to.have.length(2);
    await counters.close();
  });

  it("probes again at the next interval when a probe fails, however long the timeout is", async () => {
    const { store, counters } = guarded("local", 100 * PROBED_EVERY);
    store.mood = "rejects";
    await counters.take([sample()], NOW);
    await until(() => store.asked.length > 3);
    await counters.close();
  });

  it("a probe that is answered after the timeout restores nothing", async () => {
    const { store, counters, events } = guarded();
    store.mood = "throws";
    await counters.take([sample()], NOW);
    store.mood = { after: 4 * TIMEOUT };
    await until(() => store.asked.length > 1);
    await sleep(6 * TIMEOUT);
    expect(events).to.have.length(1);
    await counters.close();
  });

  it("close() ends the probes, also one that is under way, and no change is reported after it", async () => {
    const { store, counters, events } = guarded("refuse", 500);
    store.mood = "rejects";
    await counters.take([sample()], NOW);
    store.mood = { after: 100 };
    await until(() => store.asked.length === 2);
    await counters.close();
    await sleep(PROBED_EVERY * 2.5);
    expect(store.asked).to.have.length(2);
    expect(events).to.have.length(1);
    const other = guarded("refuse");
    await other.counters.close();
    other.store.mood = "rejects";
    expect(await other.counters.take([sample()], NOW)).to.equal("unavailable");
    expect(other.events).to.deep.equal([]);
  });

  it("neither a probe nor an answered call keeps the process alive", async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((kind) => /Timeout|Immediate/.test(kind)).length;
    await sleep(1); // mocha's own timer has started
    const before = timers();
    const { store, counters } = guarded("local", 5_000);
    await counters.take([sample()], NOW);
    store.mood = "rejects";
    await counters.take([sample()], NOW);
    expect(timers()).to.equal(before);
    await counters.close();
  });

  it("one timer waits for many answers", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    await sleep(1); // mocha's own timer has started
    const before = timers();
    const { store, counters } = guarded("local", 5_000);
    store.mood = "hangs";
    const taking = Array.from({ length: 5 }, async () => counters.take([sample({ limit: 9 })], NOW));
    expect(timers()).to.equal(before + 1);
    for (const { answer } of store.late) answer();
    await Promise.all(taking);
    expect(timers()).to.equal(before);
  });

  it("whatever the store does, each call has one result in time, and this process admits no more than the limit", async () => {
    const mood = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom<Mood>("works", "works-at-once") },
      fc.constantFrom<Mood>(
        "rejects",
        "throws",
        "hangs",
        { after: 1 },
        { after: 15 },
        { returns: undefined },
      ),
    );
    const steps = fc.array(fc.record({ mood, calls: fc.integer({ min: 1, max: 4 }) }), { maxLength: 12 });
    const property = fc.asyncProperty(steps, fc.integer({ min: 1, max: 12 }), async (list, limit) => {
      const { store, counters, events } = guarded("local", 8);
      const taking: Promise<unknown>[] = [];
      for (const { mood: next, calls } of list) {
        store.mood = next;
        const asked = store.asked.length;
        const isOpen = counters.health.state === "degraded";
        for (let i = 0; i < calls; i++) taking.push(Promise.resolve(counters.take([sample({ limit })], NOW)));
        demand(!isOpen || store.asked.length === asked, "an open circuit asked the store");
        await sleep(0);
      }
      const since = performance.now();
      const all = (await Promise.all(taking)) as ({ used: number[] } | { waits: number[] })[];
      demand(performance.now() - since < 8 + SLACK, "a call waited longer than the timeout");
      const admitted = all.filter((taken) => "used" in taken).length;
      demand(admitted === Math.min(all.length, limit), `${admitted} of ${all.length}, limit ${limit}`);
      for (const { answer } of store.late) answer();
      await sleep(0);
      demand(events.length <= 1, "reported twice");
      await counters.close();
    });
    await fc.assert(property, { numRuns: 150, seed: 20260102 });
  });
});
