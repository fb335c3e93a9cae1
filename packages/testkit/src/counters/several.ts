import assert from "node:assert/strict";
import type { CounterKind } from "@product-auth/core/counters";
import { chanceOf } from "../adapter/paths/chance.js";
import type { CounterCase } from "./counter-room.js";
import { NaiveLog } from "./naive-log.js";
import { sampleCounter, START } from "./sample-counter.js";
import { pause, streamOf } from "./streams.js";

/** Most random calls over all counters: the log of a counter is read from its beginning at each. */
const MAX_CALLS = 1_500;

/** Several counters in one call: all of them are raised, or none. */
export function several(it: CounterCase, kinds: readonly CounterKind[], calls: number): void {
  const pairs = kinds.flatMap((one) => kinds.map((other) => [one, other] as const));
  for (const [one, other] of pairs)
    it(`${one} with room beside ${other} without: neither is raised, and both waits are told`, async (open) => {
      const store = await open();
      const many = sampleCounter(one, { key: "many", limit: 10 });
      const few = sampleCounter(other, { key: "few" });
      assert.deepEqual(await store.take([many, few], START), { used: [1, 1] });
      assert.deepEqual(await store.take([many, few], START), { waits: [0, 60_000] });
      assert.deepEqual(await store.take([few, many], START), { waits: [60_000, 0] });
      assert.deepEqual(await store.read([many, few], START), [1, 1]);
      await store.reset(["few", "unknown"]);
      assert.deepEqual(await store.read([many, few], START), [1, 0]);
      assert.deepEqual(await store.take([few, many], START), { used: [1, 2] });
    });

  for (const kind of kinds)
    it(`${kind}: amount 0 takes nothing, and asks for room for one`, async (open) => {
      const store = await open();
      const asked = sampleCounter(kind, { limit: 2, amount: 0 });
      assert.deepEqual(await store.take([asked], START), { used: [0] });
      await store.add([asked], START);
      assert.deepEqual(await store.take([{ ...asked, amount: 2 }], START), { used: [2] });
      const refused = await store.take([asked], START);
      assert.ok("waits" in refused && refused.waits[0]! > 0, "no room for one");
      assert.deepEqual(await store.read([asked], START), [2]);
    });

  for (const kind of kinds)
    it(`${kind}: an amount above the limit never fits and waits for a period`, async (open) => {
      const store = await open();
      const counter = sampleCounter(kind, { limit: 2, amount: 3 });
      assert.deepEqual(await store.take([counter], START), { waits: [60_000] });
      assert.deepEqual(await store.read([counter], START), [0]);
    });

  it("no counters: nothing is refused", async (open) => {
    const store = await open();
    assert.deepEqual(await store.take([], START), { used: [] });
    assert.deepEqual(await store.read([], START), []);
    await store.add([], START);
    await store.reset([]);
  });

  it("random calls with one to four counters, against a log of all calls", async (open) => {
    const store = await open();
    const chance = chanceOf(20260102);
    const counters = Array.from({ length: 6 }, (_, i) => ({
      log: new NaiveLog(),
      counter: { ...streamOf(chance.pick(kinds), chance, i), period: chance.pick([400, 1_000, 3_000]) },
    }));
    let now = START;
    for (let i = 0; i < Math.min(calls, MAX_CALLS); i++) {
      now += pause(chance, 600);
      const first = chance.number(counters.length);
      const picked = Array.from({ length: 1 + chance.number(4) }, (_, n) => {
        const { log, counter } = counters[(first + n) % counters.length]!;
        return { log, counter: { ...counter, amount: chance.number(4) } };
      });
      const asked = picked.map(({ counter }) => counter);
      const waits = picked.map(({ log, counter }) => log.wait(counter, now));
      const taken = await store.take(asked, now);
      const isRefused = waits.some((wait) => wait > 0);
      if (!isRefused) for (const { log, counter } of picked) log.add(counter, now);
      const used = picked.map(({ log, counter }) => log.used(counter, now));
      assert.deepEqual(taken, isRefused ? { waits } : { used }, `call ${i}`);
      if (chance.percent(10)) assert.deepEqual(await store.read(asked, now), used, `read at call ${i}`);
    }
  });
}
