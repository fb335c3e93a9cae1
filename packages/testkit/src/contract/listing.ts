import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type {
  StoredSubscription,
  SubscriptionQuery,
  SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import type { Case } from "./room.js";
import { fullSample, sample } from "./samples.js";

const idsOf = (items: readonly StoredSubscription[]) => items.map(({ id }) => id);

async function insertAll(store: SubscriptionRepository, all: readonly StoredSubscription[]): Promise<void> {
  for (let i = 0; i < all.length; i += 25) {
    await Promise.all(all.slice(i, i + 25).map((one) => store.insert(one)));
  }
}

async function pagesOf(
  store: SubscriptionRepository,
  query: SubscriptionQuery,
): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  for (let after: string | undefined; pages.length < 1000;) {
    const { items, next } = await store.list({ ...query, ...(after !== undefined && { after }) });
    pages.push(idsOf(items));
    if (next === undefined) return pages;
    strictEqual(next, items.at(-1)?.id);
    after = next;
  }
  throw new Error("the list has no end");
}

const SOME = [
  sample("1", { scope: "/products/pro", state: "active", ownerId: "zoe" }),
  sample("2", { scope: "/products/pro", state: "active", ownerId: "bob" }),
  sample("3", { scope: "/products/pro", state: "suspended", ownerId: "zoe" }),
  sample("4", { scope: "/products/gold", state: "active", ownerId: "zoe" }),
  sample("5", { scope: "/products/pro", state: "active" }),
  sample("6", { scope: "/", state: "active" }),
];

/** Lists: order, filters, pages. */
export function listing(it: Case): void {
  it("an empty store lists nothing", async (open) => {
    deepStrictEqual(await (await open()).list(), { items: [] });
  });
  it("gives whole subscriptions", async (open) => {
    const store = await open();
    await store.insert(fullSample("full"));
    deepStrictEqual(await store.list(), { items: [fullSample("full")] });
  });
  it("is in the order of ids by code unit, not of any language", async (open) => {
    const store = await open();
    const ids = [
      "",
      "-",
      "1",
      "10",
      "2",
      "A",
      "B",
      "Z",
      "_",
      "a",
      "a ",
      "a-b",
      "aa",
      "b",
      "ß",
      "ä",
      "Ж",
      "订",
    ]
      .filter((id) => id !== "")
      .toSorted((a, b) => (a < b ? -1 : 1));
    await insertAll(
      store,
      ids.toReversed().map((id) => sample(id)),
    );
    deepStrictEqual(idsOf((await store.list()).items), ids);
    deepStrictEqual(
      await pagesOf(store, { limit: 1 }),
      ids.map((id) => [id]),
    );
  });
  const filters: readonly (readonly [SubscriptionQuery, readonly string[]])[] = [
    [{}, ["1", "2", "3", "4", "5", "6"]],
    [{ scope: "/products/pro" }, ["1", "2", "3", "5"]],
    [{ scope: "/" }, ["6"]],
    [{ scope: "/products" }, []],
    [{ state: "active" }, ["1", "2", "4", "5", "6"]],
    [{ state: "rejected" }, []],
    [{ ownerId: "zoe" }, ["1", "3", "4"]],
    [{ ownerId: "ZOE" }, []],
    [{ ownerId: "" }, []],
    [{ scope: "/products/pro", state: "active" }, ["1", "2", "5"]],
    [{ scope: "/products/pro", ownerId: "zoe" }, ["1", "3"]],
    [{ state: "active", ownerId: "zoe" }, ["1", "4"]],
    [{ scope: "/products/pro", state: "active", ownerId: "zoe" }, ["1"]],
    [{ after: "2" }, ["3", "4", "5", "6"]],
    [{ after: "25" }, ["3", "4", "5", "6"]],
    [{ after: "6" }, []],
    [{ after: "1", scope: "/products/pro", state: "active" }, ["2", "5"]],
  ];
  it(`combines filters: ${filters.length} ways`, async (open) => {
    const store = await open();
    await insertAll(store, SOME);
    for (const [query, expected] of filters) {
      const { items, next } = await store.list(query);
      deepStrictEqual(idsOf(items), expected, JSON.stringify(query));
      strictEqual(next, undefined);
    }
  });
  it("of an owner follows a transfer", async (open) => {
    const store = await open();
    await insertAll(store, SOME);
    await store.replace({ ...SOME[0]!, ownerId: "bob", version: SOME[0]!.version + 1 });
    const listOf = async (ownerId: string) => idsOf((await store.list({ ownerId })).items);
    deepStrictEqual(
      [await listOf("zoe"), await listOf("bob")],
      [
        ["3", "4"],
        ["1", "2"],
      ],
    );
  });
  it("stops at the limit and says where to go on; not on the last page", async (open) => {
    const store = await open();
    await insertAll(store, SOME);
    deepStrictEqual(await pagesOf(store, { limit: 4 }), [
      ["1", "2", "3", "4"],
      ["5", "6"],
    ]);
    deepStrictEqual(await pagesOf(store, { limit: 3 }), [
      ["1", "2", "3"],
      ["4", "5", "6"],
    ]);
    deepStrictEqual(await pagesOf(store, { limit: 2, scope: "/products/pro" }), [
      ["1", "2"],
      ["3", "5"],
    ]);
    deepStrictEqual(await pagesOf(store, { limit: 6 }), [["1", "2", "3", "4", "5", "6"]]);
  });
  it("pages through 250: a hundred at a time by default, each one once, filtered or not", async (open) => {
    const store = await open();
    const all = Array.from({ length: 250 }, (_, i) =>
      sample(`s${(i * 37) % 250}`, { scope: i % 2 === 0 ? "/apis" : "/" }),
    );
    await insertAll(store, all);
    const ids = idsOf(all).toSorted();
    const pages = await pagesOf(store, {});
    deepStrictEqual(
      pages.map(({ length }) => length),
      [100, 100, 50],
    );
    deepStrictEqual(pages.flat(), ids);
    deepStrictEqual((await pagesOf(store, { limit: 1000 })).length, 1);
    const even = idsOf(all.filter(({ scope }) => scope === "/apis")).toSorted();
    deepStrictEqual(
      (await pagesOf(store, { scope: "/apis", limit: 50 })).map(({ length }) => length),
      [50, 50, 25],
    );
    deepStrictEqual((await pagesOf(store, { scope: "/apis", limit: 40 })).flat(), even);
  });
  it("what is inserted or deleted between two pages moves nothing else", async (open) => {
    const store = await open();
    await insertAll(store, SOME);
    const first = await store.list({ limit: 2 });
    await store.insert(sample("0"));
    await store.insert(sample("25"));
    await store.delete("2");
    await store.delete("4");
    const second = await store.list({ after: first.next!, limit: 3 });
    deepStrictEqual(idsOf(second.items), ["25", "3", "5"]);
    ok(second.next === "5");
    deepStrictEqual(idsOf((await store.list()).items), ["0", "1", "25", "3", "5", "6"]);
  });
}
