import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { RecordRepository } from "@product-auth/core/records";
import type { RecordCase } from "./record-room.js";
import { nextRecord, put, recordConflictOf, remove, sampleRecord } from "./record-samples.js";

/** A change that is based on another state than the stored one is refused, with all that stands beside it. */
export function recordConflicts(it: RecordCase): void {
  it("version 1 of an id that is in use", async (open) => {
    const [one, other] = [await open(), await open()];
    await one.write([put(sampleRecord("a"))]);
    const twin = sampleRecord("a", { value: { name: "twin" } });
    strictEqual(await recordConflictOf(other.write([put(twin)])), "id of record");
    deepStrictEqual(await one.get("user", "a"), sampleRecord("a"));
  });
  it("a version that does not follow the stored one, or follows none", async (open) => {
    const [one, other] = [await open(), await open()];
    const second = sampleRecord("a", { version: 2 });
    await one.write([put(sampleRecord("a"))]);
    await one.write([put(second)]);
    for (const version of [2, 4, Number.MAX_SAFE_INTEGER])
      strictEqual(await recordConflictOf(other.write([put({ ...second, version })])), "version of record");
    strictEqual(
      await recordConflictOf(other.write([put(sampleRecord("b", { version: 2 }))])),
      "version of record",
    );
    deepStrictEqual(await one.list("user"), { records: [second] });
  });
  it("a removal with another version, or of what is absent", async (open) => {
    const repository = await open();
    await repository.write([put(sampleRecord("a"))]);
    strictEqual(await recordConflictOf(repository.write([remove("a", 2)])), "version of record");
    strictEqual(await recordConflictOf(repository.write([remove("b", 1)])), "version of record");
    deepStrictEqual(await repository.get("user", "a"), sampleRecord("a"));
  });
  for (const conflict of ["put", "replace", "remove"] as const)
    it(`a conflict in the last of twenty changes (${conflict}): none is made`, async (open) => {
      const [one, other] = [await open(), await open()];
      await one.write([put(sampleRecord("kept")), put(sampleRecord("replaced")), put(sampleRecord("z"))]);
      const before = await one.list("user");
      const last = {
        put: put(sampleRecord("z")),
        replace: put(sampleRecord("z", { version: 3 })),
        remove: remove("z", 2),
      }[conflict];
      const others = Array.from({ length: 17 }, (_, i) => put(sampleRecord(`new-${i}`)));
      const replaced = put(nextRecord(sampleRecord("replaced")));
      const found = await recordConflictOf(other.write([...others, remove("kept"), replaced, last]));
      strictEqual(found, conflict === "put" ? "id of record" : "version of record");
      for (const repository of [one, other]) deepStrictEqual(await repository.list("user"), before);
    });
  it("twenty writers of one record: each version is written once", async (open) => {
    const stores = [await open(), await open()];
    await stores[0]!.write([put(sampleRecord("counter", { value: { count: 0 } }))]);
    await Promise.all(Array.from({ length: 20 }, (_, i) => countUp(stores[i % 2]!)));
    deepStrictEqual(
      await stores[1]!.get("user", "counter"),
      sampleRecord("counter", { version: 21, value: { count: 20 } }),
    );
  });
  it("twenty writers that claim one id: one gets it, and nothing of the others remains", async (open) => {
    const stores = [await open(), await open()];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        recordConflictOf(
          stores[i % 2]!.write([
            put(sampleRecord(`user-${i}`)),
            put(sampleRecord("claimed", { kind: "identity", owner: `user-${i}` })),
          ]),
        ),
      ),
    );
    strictEqual(results.filter((result) => result === "none").length, 1);
    strictEqual(results.filter((result) => result === "id of record").length, 19);
    const winner = `user-${results.indexOf("none")}`;
    strictEqual((await stores[0]!.get("identity", "claimed"))?.owner, winner);
    deepStrictEqual(await stores[1]!.list("user"), { records: [sampleRecord(winner)] });
  });
  it("writers of the same records in opposite orders all come to an end", async (open) => {
    const stores = [await open(), await open()];
    const ids = Array.from({ length: 10 }, (_, i) => `r${i}`);
    await stores[0]!.write(ids.map((id) => put(sampleRecord(id))));
    for (let version = 2; version < 7; version++) {
      const changes = ids.map((id) => put(sampleRecord(id, { version })));
      const results = await Promise.all([
        recordConflictOf(stores[0]!.write(changes)),
        recordConflictOf(stores[1]!.write(changes.toReversed())),
      ]);
      deepStrictEqual(results.toSorted(), ["none", "version of record"]);
    }
  });
}

async function countUp(repository: RecordRepository): Promise<void> {
  for (;;) {
    const old = (await repository.get("user", "counter"))!;
    const count = (old.value["count"] as number) + 1;
    if ((await recordConflictOf(repository.write([put(nextRecord(old, { value: { count } }))]))) === "none")
      return;
  }
}
