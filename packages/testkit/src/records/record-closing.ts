import { strictEqual } from "node:assert/strict";
import type { RecordCase } from "./record-room.js";
import { put, sampleRecord } from "./record-samples.js";

/** The end of a repository of records. */
export function recordClosing(it: RecordCase): void {
  it("can be closed twice, by several callers at once, and right after it was opened", async (open) => {
    const repository = await open();
    repository.onChange?.(() => undefined);
    await Promise.all([repository.close?.(), repository.close?.()]);
    await repository.close?.();
  });
  it("one instance closed leaves the others working", async (open) => {
    const [one, other, third] = [await open(), await open(), await open()];
    await one.write([put(sampleRecord("a"))]);
    await one.close?.();
    if (one !== other) await other.write([put(sampleRecord("b"))]);
    strictEqual((await third.get("user", "a"))?.id, "a");
  });
}
