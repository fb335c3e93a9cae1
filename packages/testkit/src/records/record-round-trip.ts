import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { RecordCase } from "./record-room.js";
import { nextRecord, put, remove, sampleRecord } from "./record-samples.js";

/** What is written comes back equal. */
export function recordRoundTrip(it: RecordCase): void {
  it("a record with every member, in another instance", async (open, clock) => {
    const [one, other] = [await open(), await open()];
    const record = sampleRecord("A-z_0.9:~", {
      owner: "owner-1",
      expiresAt: clock.now + 0.5,
      value: { text: "a", number: -1.5e300, yes: true, none: null, list: [[], {}, [1, "2"]], "": { "": 0 } },
    });
    await one.write([put(record)]);
    deepStrictEqual(await other.get("user", record.id), record);
    deepStrictEqual(await other.list("user"), { records: [record] });
  });
  it("a record with no optional member and an empty value", async (open) => {
    const [one, other] = [await open(), await open()];
    const record = sampleRecord("a", { value: {} });
    await one.write([put(record)]);
    deepStrictEqual(await other.get("user", "a"), record);
  });
  it("the longest names and the largest value", async (open) => {
    const repository = await open();
    const long = "~".repeat(128);
    const record = sampleRecord(long, {
      kind: "z".repeat(32),
      owner: long,
      value: { text: "x".repeat(65_525) },
    });
    await repository.write([put(record)]);
    deepStrictEqual(await repository.get(record.kind, long), record);
  });
  it("one id in two kinds: two records", async (open) => {
    const repository = await open();
    const group = sampleRecord("a", { kind: "group" });
    await repository.write([put(sampleRecord("a")), put(group)]);
    await repository.write([remove("a")]);
    strictEqual(await repository.get("user", "a"), undefined);
    deepStrictEqual(await repository.get("group", "a"), group);
  });
  it("a replacement changes owner, time and value, and may leave the optional members out", async (open, clock) => {
    const [one, other] = [await open(), await open()];
    const first = sampleRecord("a", { owner: "x", expiresAt: clock.now + 1000 });
    const second = sampleRecord("a", { version: 2, value: { name: "second" } });
    await one.write([put(first)]);
    await other.write([put(second)]);
    deepStrictEqual(await one.get("user", "a"), second);
    clock.now += 2000;
    deepStrictEqual(await one.get("user", "a"), second);
    const third = nextRecord(second, { owner: "y" });
    await one.write([put(third)]);
    deepStrictEqual(await other.list("user", { owner: "y" }), { records: [third] });
    deepStrictEqual(await other.list("user", { owner: "x" }), { records: [] });
  });
  it("a removal, with its version, without one, and of what is absent", async (open) => {
    const repository = await open();
    await repository.write([put(sampleRecord("a")), put(sampleRecord("b"))]);
    await repository.write([remove("a", 1), remove("b"), remove("c")]);
    deepStrictEqual(await repository.list("user"), { records: [] });
    await repository.write([put(sampleRecord("a"))]); // a removed id is free again
    ok(await repository.get("user", "a"));
  });
  it("what is returned, and what was given, is independent of what is stored", async (open) => {
    const repository = await open();
    const value = { names: ["a"] };
    await repository.write([put(sampleRecord("a", { value }))]);
    value.names.push("changed by the caller that wrote");
    const found = (await repository.get("user", "a"))!.value as typeof value;
    deepStrictEqual(found, { names: ["a"] });
    found.names.push("changed by the caller that read");
    const [listed] = (await repository.list("user")).records;
    deepStrictEqual(listed!.value, { names: ["a"] });
    deepStrictEqual((await repository.get("user", "a"))!.value, { names: ["a"] });
  });
}
