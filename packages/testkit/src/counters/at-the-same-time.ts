import assert from "node:assert/strict";
import type { Counter, CounterKind, CounterStore } from "@product-auth/core/counters";
import type { CounterCase } from "./counter-room.js";
import { sampleCounter, START } from "./sample-counter.js";

/** Calls of several instances at the same moment: exactly the limit is admitted. */
export function atTheSameTime(it: CounterCase, kinds: readonly CounterKind[]): void {
  for (const kind of kinds)
    it(`${kind}: 4 instances, 50 calls at once in each, limit 100: exactly 100 are admitted`, async (open) => {
      const stores = await Promise.all([open(), open(), open(), open()]);
      const counter = sampleCounter(kind, { limit: 100 });
      assert.equal(await admitted(stores, () => [counter]), 100);
      assert.deepEqual(await stores[0]!.read([counter], START), [100]);
    });

  it("counters in any order: none waits for the other, and each admits its limit", async (open) => {
    const stores = await Promise.all([open(), open()]);
    const counters = Array.from({ length: 5 }, (_, i) =>
      sampleCounter(kinds[i % kinds.length]!, { key: `key ${i}`, limit: 70 }),
    );
    let call = 0;
    const taken = await admitted(stores, () => {
      const first = call++ % counters.length;
      const turned = [...counters.slice(first), ...counters.slice(0, first)];
      return call % 2 === 0 ? turned : turned.reverse();
    });
    assert.equal(taken, 70);
    assert.deepEqual(
      await stores[0]!.read(counters, START),
      counters.map(() => 70),
    );
  });

  it("a counter that one call raises and another adds to loses nothing", async (open) => {
    const stores = await Promise.all([open(), open()]);
    const counter = sampleCounter(kinds[0]!, { limit: 1_000 });
    const calls = Array.from({ length: 100 }, async (_, i) => {
      if (i % 2 === 0) await stores[i % 4 === 0 ? 0 : 1]!.take([counter], START);
      else await stores[0]!.add([counter], START);
    });
    await Promise.all(calls);
    assert.deepEqual(await stores[1]!.read([counter], START), [100]);
  });
}

/** Makes 50 calls at once by each store, twice. */
async function admitted(stores: readonly CounterStore[], ask: () => readonly Counter[]): Promise<number> {
  let count = 0;
  for (let round = 0; round < 2; round++) {
    const calls = stores.flatMap((store) => Array.from({ length: 50 }, async () => store.take(ask(), START)));
    for (const taken of await Promise.all(calls)) if ("used" in taken) count++;
  }
  return count;
}
