import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { CounterKind } from "@product-auth/core/counters";
import type { CounterCase, OpenCounters } from "./counter-room.js";
import { KINDS } from "./counter-store-harness.js";
import { sampleCounter, START } from "./sample-counter.js";

/** Milliseconds for which a closed store may hold the process. */
const PATIENCE = 3_000;

/** The end of a store, and what it says of itself. */
export function endings(it: CounterCase, kinds: readonly CounterKind[]): void {
  const counter = sampleCounter(kinds[0]!, { limit: 5 });

  it("names the kinds that it can keep, and refuses the others", async (open) => {
    const store = await open();
    assert.deepEqual([...(store.kinds ?? KINDS)].sort(), [...kinds].sort());
    for (const kind of KINDS.filter((one) => !kinds.includes(one)))
      await assert.rejects(async () => store.take([sampleCounter(kind)], START), RangeError);
  });

  it("check() returns sentences", async (open) => {
    const store = await open();
    for (const finding of (await store.check?.()) ?? []) assert.match(finding, /\w \w/);
  });

  it("can be closed twice, at once, and before the first call", async (open) => {
    const [one, other] = [await open(), await open()];
    await one.take([counter], START);
    await Promise.all([one.close?.(), one.close?.(), other.close?.()]);
    await one.close?.();
  });

  it("one instance closed leaves the others working", async (open) => {
    const [one, other] = [await open(), await open()];
    await one.take([counter], START);
    await one.close?.();
    await other.take([counter], START);
    await other.read([counter], START);
  });

  it("lets the process end: neither a timer nor a connection is left", async (open) => {
    await useAndClose(open); // what the harness itself keeps open is open after this line
    const before = holders();
    await useAndClose(open);
    const end = performance.now() + PATIENCE;
    for (;;) {
      const left = [...holders()].filter(([kind, count]) => count > (before.get(kind) ?? 0));
      if (left.length === 0) return;
      assert.ok(performance.now() < end, `still held by ${left.map(([kind]) => kind).join(", ")}`);
      await sleep(10);
    }
  });

  async function useAndClose(open: OpenCounters): Promise<void> {
    const store = await open();
    await store.take([counter], START);
    await store.close?.();
  }
}

/** What keeps the process from ending, by kind. */
function holders(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
