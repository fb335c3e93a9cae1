import { strictEqual } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Case, Open } from "./room.js";
import { digestOf, sample } from "./samples.js";

/** The longest a closed store may hold the process, in milliseconds. */
const PATIENCE = 3000;

/** What keeps the process from ending, by kind. */
function holders(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

async function useAndClose(open: Open, id: string): Promise<void> {
  const [one, other] = [await open(), await open()];
  other.onChange?.(() => undefined);
  await one.insert(sample(id));
  await other.findByKeyDigest(digestOf(id));
  await one.close?.();
  await other.close?.();
}

/** The end of a store. */
export function closing(it: Case): void {
  it("can be closed twice", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    await store.close?.();
    await store.close?.();
  });
  it("can be closed by several callers at once, and right after it was opened", async (open) => {
    const store = await open();
    await Promise.all([store.close?.(), store.close?.()]);
  });
  it("one instance closed leaves the others working", async (open) => {
    const [one, other, third] = [await open(), await open(), await open()];
    await one.insert(sample("a"));
    await one.close?.();
    if (one !== other) await other.insert(sample("b"));
    strictEqual((await third.get("a"))?.id, "a");
    strictEqual((await third.findByKeyDigest(digestOf("a")))?.id, "a");
  });
  it("lets the process end: neither a timer nor a connection is left", async (open) => {
    await useAndClose(open, "warm-up"); // what the harness itself keeps open is open from here on
    const before = holders();
    await useAndClose(open, "a");
    const end = performance.now() + PATIENCE;
    for (;;) {
      const left = [...holders()].filter(([kind, count]) => count > (before.get(kind) ?? 0));
      if (left.length === 0) return;
      if (performance.now() > end) throw new Error(`still held by ${left.map(([kind]) => kind).join(", ")}`);
      await pause(10);
    }
  });
}
