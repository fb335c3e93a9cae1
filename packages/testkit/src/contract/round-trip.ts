import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Case } from "./room.js";
import { digestOf, fullSample, keyOf, next, sample } from "./samples.js";

const IDS = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "orders/pro",
  "../../etc/passwd",
  "it's",
  'say "hi"',
  "100%",
  "%s_%d",
  "_",
  "with several spaces",
  " leading and trailing ",
  "back\\slash",
  "new\nline",
  "tab\there",
  "colon:star*{brace}[bracket]",
  "Zoë",
  "订单-👩🏽‍🚀",
  "0",
  "-1",
  "null",
  "undefined",
  "true",
  "i".repeat(256),
  "订".repeat(256),
];

/** What was put in comes out unchanged. */
export function roundTrip(it: Case): void {
  it("gives every member back as it was", async (open) => {
    const store = await open();
    await store.insert(fullSample("full"));
    deepStrictEqual(await store.get("full"), fullSample("full"));
  });
  it("gives what is absent back as absent", async (open) => {
    const store = await open();
    await store.insert(sample("bare"));
    deepStrictEqual(await store.get("bare"), sample("bare"));
  });
  it("keeps a subscription with one key, and with none", async (open) => {
    const store = await open();
    const one = sample("one", { keys: sample("one").keys.slice(1) });
    const none = sample("none", { keys: [] });
    await store.insert(one);
    await store.insert(none);
    deepStrictEqual(await store.get("one"), one);
    deepStrictEqual(await store.get("none"), none);
  });
  it("keeps keys in their order, whatever their slots, ends and peppers are", async (open) => {
    const store = await open();
    const [primary, secondary] = [keyOf("a", "primary"), keyOf("a", "secondary")];
    const lists = [
      [secondary, primary],
      [secondary, keyOf("b", "secondary")],
      [primary, keyOf("b", "primary")],
      [{ ...primary, endsAt: 1 }, secondary],
      [primary, { ...secondary, endsAt: 1 }],
      [{ ...primary, pepper: "one" }, secondary],
      [primary, { ...secondary, pepper: "two" }],
      [
        { ...primary, pepper: "one" },
        { ...secondary, pepper: "one" },
      ],
      [primary],
      [],
      [primary, secondary],
    ];
    await store.insert(sample("a"));
    for (const [i, keys] of lists.entries()) {
      await store.replace(sample("a", { keys, version: i + 2 }));
      deepStrictEqual((await store.get("a"))?.keys, keys);
    }
  });
  it("replaces every member, also by nothing", async (open) => {
    const store = await open();
    await store.insert(fullSample("a"));
    const bare = { ...sample("a"), version: 4 };
    await store.replace(bare);
    deepStrictEqual(await store.get("a"), bare);
    await store.replace({ ...fullSample("a"), version: 5 });
    deepStrictEqual(await store.get("a"), { ...fullSample("a"), version: 5 });
  });
  it("keeps what it was given, whatever happens to the object afterwards", async (open) => {
    const store = await open();
    const given = { ...sample("a"), keys: [...sample("a").keys] };
    await store.insert(given);
    given.state = "cancelled";
    given.keys.pop();
    deepStrictEqual(await store.get("a"), sample("a"));
  });
  it("another instance sees the same", async (open) => {
    const [one, other] = [await open(), await open()];
    await one.insert(fullSample("a"));
    deepStrictEqual(await other.get("a"), fullSample("a"));
  });
  for (const [i, id] of IDS.entries()) {
    it(`takes ${JSON.stringify(id.length > 40 ? `${id.slice(0, 3)}… (256)` : id)} for an id`, async (open) => {
      const store = await open();
      strictEqual(await store.get(id), undefined);
      strictEqual(await store.delete(id), false);
      await store.insert(sample(id, { displayName: id, ownerId: id, stateComment: id }));
      const changed = next(sample(id), { scope: `/products/${i}`, displayName: id });
      await store.replace(changed);
      deepStrictEqual(await store.get(id), changed);
      deepStrictEqual((await store.list()).items, [changed]);
      strictEqual((await store.findByKeyDigest(digestOf(id)))?.id, id);
      strictEqual(await store.delete(id), true);
      strictEqual(await store.get(id), undefined);
      strictEqual(await store.findByKeyDigest(digestOf(id)), undefined);
    });
  }
}
