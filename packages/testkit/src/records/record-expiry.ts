import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { RecordCase } from "./record-room.js";
import { nextRecord, put, putAll, recordConflictOf, remove, sampleRecord } from "./record-samples.js";

/** A record whose time has passed counts as absent, by the clock of the caller. */
export function recordExpiry(it: RecordCase): void {
  it("is found until its time, and from its time no longer, in any instance", async (open, clock) => {
    const [one, other] = [await open(), await open()];
    const record = sampleRecord("a", { owner: "x", expiresAt: clock.now + 1000 });
    await one.write([put(record), put(sampleRecord("b", { owner: "x" }))]);
    clock.now += 999;
    deepStrictEqual(await other.get("user", "a"), record);
    clock.now += 1;
    for (const repository of [one, other]) {
      strictEqual(await repository.get("user", "a"), undefined);
      for (const query of [{}, { owner: "x" }, { newestFirst: true }])
        deepStrictEqual(
          (await repository.list("user", query)).records.map(({ id }) => id),
          ["b"],
        );
    }
  });
  it("does not shorten pages", async (open, clock) => {
    const repository = await open();
    const ids = Array.from({ length: 60 }, (_, i) => `${i}`.padStart(2, "0"));
    await putAll(
      repository,
      ids.map((id, i) => sampleRecord(id, i % 3 === 0 ? {} : { expiresAt: clock.now + 1 })),
    );
    clock.now += 1;
    const live = ids.filter((_, i) => i % 3 === 0);
    const page = await repository.list("user", { limit: 19 });
    deepStrictEqual(
      page.records.map(({ id }) => id),
      live.slice(0, 19),
    );
    strictEqual(page.next, live[18]);
    deepStrictEqual((await repository.list("user", { limit: 20 })).next, undefined);
  });
  it("its id is free: version 1 replaces it, with another owner", async (open, clock) => {
    const [one, other] = [await open(), await open()];
    await one.write([put(sampleRecord("a", { owner: "x", version: 1, expiresAt: clock.now + 1 }))]);
    strictEqual(await recordConflictOf(other.write([put(sampleRecord("a"))])), "id of record");
    clock.now += 1;
    const fresh = sampleRecord("a", { owner: "y" });
    await other.write([put(fresh)]);
    deepStrictEqual(await one.get("user", "a"), fresh);
    deepStrictEqual(await one.list("user", { owner: "x" }), { records: [] });
    deepStrictEqual(await one.list("user", { owner: "y" }), { records: [fresh] });
  });
  it("no version follows it, and no removal finds its version", async (open, clock) => {
    const repository = await open();
    const record = sampleRecord("a", { expiresAt: clock.now + 1 });
    await repository.write([put(record)]);
    clock.now += 1;
    const longer = nextRecord(record, { expiresAt: clock.now + 1000 });
    strictEqual(await recordConflictOf(repository.write([put(longer)])), "version of record");
    strictEqual(await recordConflictOf(repository.write([remove("a", 1)])), "version of record");
    await repository.write([remove("a")]);
    strictEqual(await repository.get("user", "a"), undefined);
  });
  it("a replacement moves its time", async (open, clock) => {
    const repository = await open();
    const record = sampleRecord("a", { expiresAt: clock.now + 1000 });
    await repository.write([put(record)]);
    const longer = nextRecord(record, { expiresAt: clock.now + 2000 });
    await repository.write([put(longer)]);
    clock.now += 1500;
    deepStrictEqual(await repository.get("user", "a"), longer);
  });
  it("a record that has expired when it is written is absent at once", async (open, clock) => {
    const repository = await open();
    await repository.write([put(sampleRecord("a", { expiresAt: clock.now }))]);
    strictEqual(await repository.get("user", "a"), undefined);
    await repository.write([put(sampleRecord("a"))]);
    deepStrictEqual(await repository.get("user", "a"), sampleRecord("a"));
  });
  it("of twenty writers that claim an expired id one gets it", async (open, clock) => {
    const stores = [await open(), await open()];
    await stores[0]!.write([put(sampleRecord("a", { expiresAt: clock.now + 1 }))]);
    clock.now += 1;
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => recordConflictOf(stores[i % 2]!.write([put(sampleRecord("a"))]))),
    );
    strictEqual(results.filter((result) => result === "none").length, 1);
    strictEqual(results.filter((result) => result === "id of record").length, 19);
  });
}
