import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { JsonObject, RecordChange } from "@product-auth/core/records";
import type { RecordCase } from "./record-room.js";
import { put, sampleRecord } from "./record-samples.js";

const TEXTS = [
  "a\0b",
  "\ud800 \udfff",
  "'; DROP TABLE records; --",
  '{"a":"\\u0000"}',
  "\u2028\u2029\ufeff\u202e\r\n",
  "👩🏽‍🚀 e\u0301 \u{10FFFF}",
];
const IMPOSSIBLE = ["", "a\0", "\ud800", "ä", "a/b", "a'b", "%", "x".repeat(129), "x".repeat(1e6)];

/** Values are kept equal whatever texts they hold; names that cannot exist are not found. */
export function recordHostile(it: RecordCase): void {
  it("any text, as a value and as the name of a member", async (open) => {
    const [one, other] = [await open(), await open()];
    for (const [i, text] of TEXTS.entries()) {
      const record = sampleRecord(`${i}`, { value: { text, [text]: [text] } });
      await one.write([put(record)]);
      deepStrictEqual(await other.get("user", `${i}`), record);
    }
  });
  it("members called __proto__, constructor and toString", async (open) => {
    const [one, other] = [await open(), await open()];
    const text = '{"__proto__":{"state":"active"},"constructor":{"prototype":1},"toString":null}';
    await one.write([put(sampleRecord("a", { value: JSON.parse(text) as JsonObject }))]);
    const { value } = (await other.get("user", "a"))!;
    strictEqual(JSON.stringify(value), text);
    strictEqual(value["state"], undefined, "no prototype was set");
    strictEqual(({} as JsonObject)["state"], undefined);
  });
  it("ids and owners called __proto__ and constructor", async (open) => {
    const repository = await open();
    strictEqual(await repository.get("constructor", "__proto__"), undefined);
    const record = sampleRecord("__proto__", { kind: "constructor", owner: "constructor" });
    await repository.write([put(record)]);
    deepStrictEqual(await repository.get("constructor", "__proto__"), record);
    deepStrictEqual(await repository.list("constructor", { owner: "constructor" }), { records: [record] });
    deepStrictEqual(await repository.list("constructor", { owner: "__proto__" }), { records: [] });
  });
  it("names that cannot exist are found nowhere, are no error in a query, and are not written", async (open) => {
    const repository = await open();
    const record = sampleRecord("a", { owner: "a" });
    await repository.write([put(record)]);
    const nothing = { records: [] };
    for (const bad of IMPOSSIBLE) {
      strictEqual(await repository.get("user", bad), undefined);
      strictEqual(await repository.get(bad, "a"), undefined);
      deepStrictEqual(await repository.list(bad), nothing);
      deepStrictEqual(await repository.list("user", { owner: bad }), nothing);
      deepStrictEqual(await repository.list("user", { after: bad }), nothing);
      deepStrictEqual(await repository.list("user", { after: bad, newestFirst: true }), nothing);
      await refused(repository.write([put(sampleRecord(bad))]));
      await refused(repository.write([put(sampleRecord("b", { owner: bad }))]));
      await refused(repository.write([put(sampleRecord("b", { kind: bad }))]));
    }
    deepStrictEqual(await repository.list("user"), { records: [record] });
  });
  it("what is not a change is refused, and what stands beside it is not written", async (open) => {
    const repository = await open();
    const good = put(sampleRecord("a"));
    const tooLarge = put(sampleRecord("b", { value: { text: "x".repeat(65_526) } }));
    const notJson = put(sampleRecord("b", { value: { at: new Date(0) } }));
    for (const changes of [
      [],
      Array.from({ length: 21 }, (_, i) => put(sampleRecord(`${i}`))),
      [good, good],
      [good, tooLarge],
      [good, notJson],
      [good, put(sampleRecord("b", { version: 0 }))],
      [good, put({ ...sampleRecord("b"), expires: 1 } as never)],
    ])
      await refused(repository.write(changes as RecordChange[]));
    deepStrictEqual(await repository.list("user"), { records: [] });
  });
}

async function refused(attempt: Promise<void>): Promise<void> {
  match(await attempt.then(() => "written", String), /^ConfigurationError: The records are not written/);
}
