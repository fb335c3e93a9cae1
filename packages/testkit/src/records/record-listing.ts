import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { RecordQuery, RecordRepository } from "@product-auth/core/records";
import type { RecordCase } from "./record-room.js";
import { put, putAll, sampleRecord } from "./record-samples.js";

/** One character of each range that an id may contain, in the order of their bytes. */
const IDS = ["-", "-a", ".", "0", "9", ":", "A", "Z", "_", "a", "a-", "aA", "aa", "z", "~", "~~"];

/** Lists in the order of bytes, in pages, in both directions. */
export function recordListing(it: RecordCase): void {
  for (const newestFirst of [false, true])
    for (const limit of [1, 3, IDS.length, 1000])
      it(`pages of ${limit}, ${newestFirst ? "from the last id" : "from the first id"}`, async (open) => {
        const repository = await open();
        await putAll(
          repository,
          IDS.toReversed().map((id) => sampleRecord(id)),
        );
        await repository.write([put(sampleRecord("a", { kind: "group" }))]);
        const pages = await pagesOf(repository, { limit, newestFirst });
        deepStrictEqual(pages.flat(), newestFirst ? IDS.toReversed() : IDS);
        strictEqual(pages.length, Math.ceil(IDS.length / Math.min(limit, IDS.length)));
      });
  it("after an id that is not there, in both directions", async (open) => {
    const repository = await open();
    await putAll(
      repository,
      IDS.map((id) => sampleRecord(id)),
    );
    const idsAfter = async (after: string, newestFirst: boolean) =>
      (await repository.list("user", { after, newestFirst })).records.map(({ id }) => id);
    deepStrictEqual(await idsAfter("b", false), ["z", "~", "~~"]);
    deepStrictEqual(await idsAfter("0a", true), ["0", ".", "-a", "-"]);
    deepStrictEqual(await idsAfter("~~~", false), []);
    deepStrictEqual(await idsAfter("-", true), []);
  });
  it("by owner, in pages, also after the owner has changed", async (open) => {
    const repository = await open();
    await putAll(
      repository,
      IDS.map((id, i) => sampleRecord(id, { owner: i % 2 === 0 ? "even" : "odd" })),
    );
    await repository.write([put(sampleRecord("b"))]);
    await repository.write([put(sampleRecord("-a", { version: 2, owner: "even" }))]);
    const even = IDS.filter((id, i) => i % 2 === 0 || id === "-a");
    deepStrictEqual((await pagesOf(repository, { owner: "even", limit: 2 })).flat(), even);
    deepStrictEqual(
      (await pagesOf(repository, { owner: "even", limit: 2, newestFirst: true })).flat(),
      even.toReversed(),
    );
    deepStrictEqual((await pagesOf(repository, {})).flat(), [...IDS, "b"].toSorted());
    deepStrictEqual(await repository.list("group", { owner: "even" }), { records: [] });
  });
  it("100 by default, at most 1000, at least 1", async (open) => {
    const repository = await open();
    const ids = Array.from({ length: 1001 }, (_, i) => `${i}`.padStart(4, "0"));
    await putAll(
      repository,
      ids.map((id) => sampleRecord(id)),
    );
    for (const [limit, expected] of [
      [undefined, 100],
      [1000, 1000],
      [1001, 1000],
      [Infinity, 1000],
      [0, 1],
      [-1, 1],
      [NaN, 1],
      [2.9, 2],
    ] as const) {
      const { records, next } = await repository.list("user", { ...(limit !== undefined && { limit }) });
      strictEqual(records.length, expected, `limit ${limit}`);
      strictEqual(next, ids[expected - 1]);
    }
  });
  it("a page that ends with the last record has no next", async (open) => {
    const repository = await open();
    await putAll(
      repository,
      ["a", "b"].map((id) => sampleRecord(id)),
    );
    strictEqual((await repository.list("user", { limit: 2 })).next, undefined);
    strictEqual((await repository.list("user", { limit: 1 })).next, "a");
  });
  it("several by their ids, each once; not those that are absent, of another kind, expired or impossible", async (open, clock) => {
    const repository = await open();
    const records = ["a", "b", "c"].map((id) => sampleRecord(id, { owner: "x" }));
    const expired = sampleRecord("late", { expiresAt: clock.now });
    await putAll(repository, [...records, expired, sampleRecord("d", { kind: "group" })]);
    const ids = ["c", "a", "a", "absent", "d", "late", "", "a'b", "\0"];
    const idsOf = async (kind: string, asked: readonly string[]) =>
      (await repository.getMany?.(kind, asked))?.map(({ id }) => id).toSorted() ?? [];
    if (repository.getMany === undefined) return;
    deepStrictEqual(await idsOf("user", ids), ["a", "c"]);
    deepStrictEqual(await repository.getMany("user", ["b"]), [records[1]]);
    deepStrictEqual(await idsOf("user", []), []);
    deepStrictEqual(await idsOf("No kind", ids), []);
    const many = Array.from({ length: 1500 }, (_, i) => `${i}`);
    deepStrictEqual(await idsOf("user", [...many, "b"]), ["b"]);
  });
  it("nothing of a kind that has none", async (open) =>
    deepStrictEqual(await (await open()).list("user"), { records: [] }));
}

async function pagesOf(repository: RecordRepository, query: RecordQuery): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: string | undefined; pages.length < 1000;) {
    const page = await repository.list("user", { ...query, ...(after !== undefined && { after }) });
    pages.push(page.records.map(({ id }) => id));
    if (page.next === undefined) return pages;
    strictEqual(page.next, page.records.at(-1)?.id);
    after = page.next;
  }
  throw new Error("the list has no end");
}
