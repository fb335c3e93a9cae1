import { decodeChange, encodeChange } from "@product-auth/core/subscriptions";
import { idOf, memberOf } from "#src/id-order.js";
import { expect } from "chai";
import { serverFor, type Server } from "./support/server.js";
import { stored } from "./support/subscriptions.js";

const IDS = ["\0", "z", "\uD7FF", "\uD7FFa", "\uD7FF😀", "😀", "😀a", "\u{10FFFF}", "\uE000", "\uFFFD"];

describe("keys", () => {
  let server: Server;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  it("lists are in the order of code units where bytes would say otherwise", async () => {
    const ids = IDS.toSorted(); // JavaScript compares code units
    const store = await server.open("order");
    for (const id of ids.toReversed()) await store.insert(stored(id, { ownerId: "zoe" }));
    for (const [i, after] of ids.entries())
      for (const query of [{ after }, { after, ownerId: "zoe" }]) {
        const { items } = await store.list(query);
        expect(items.map(({ id }) => id)).to.deep.equal(ids.slice(i + 1));
      }
    await store.close();
  });

  for (const id of IDS)
    it(`${JSON.stringify(id)} comes back from its place in the order`, () =>
      expect(idOf(memberOf(id))).to.equal(id));

  it("half a surrogate pair is refused and finds nothing, also not what it would become", async () => {
    const store = await server.open("half");
    const half = "a\ud800";
    await store.insert(stored("a\ufffd"));
    for (const bad of [stored(half), stored("b", { ownerId: half })])
      expect(await store.insert(bad).then(String, String)).to.contain("RangeError");
    expect(await store.get(half)).to.equal(undefined);
    expect(await store.findByKeyDigest(half)).to.equal(undefined);
    expect(await store.delete(half)).to.equal(false);
    expect(await store.list({ ownerId: half })).to.deep.equal({ items: [] });
    await store.close();
  });

  it("nothing is left behind by what is deleted, nor by keys, owners and ids that are taken", async () => {
    const store = await server.open("left");
    await store.insert(stored("a", { ownerId: "zoe" }));
    await store.replace(stored("a", { ownerId: "bob", version: 2, keys: stored("b").keys }));
    await store.insert(stored("a", { ownerId: "eve" })).catch(() => {});
    await store.insert(stored("c", { ownerId: "eve", keys: stored("b").keys })).catch(() => {});
    const digests = stored("b").keys.map((key) => `digest:${key.digest}`);
    expect(await server.keys("left")).to.deep.equal(
      [...digests, "ids", "owner:bob", "subscription:a"].sort(),
    );
    expect(await store.delete("a")).to.equal(true);
    expect(await server.keys("left")).to.deep.equal([]);
    await store.close();
  });

  it("a filter that few match finds them beyond the first five hundred", async () => {
    const store = await server.open("rare");
    const ids = Array.from({ length: 1_200 }, (_, i) => `s${String(i).padStart(4, "0")}`);
    const isRare = (id: string) => id.endsWith("99");
    const all = ids.map((id) => store.insert(stored(id, { state: isRare(id) ? "suspended" : "active" })));
    await Promise.all(all);
    const first = await store.list({ state: "suspended", limit: 7 });
    expect(first.items.map(({ id }) => id)).to.deep.equal(ids.filter(isRare).slice(0, 7));
    const second = await store.list({ state: "suspended", limit: 7, after: first.next! });
    expect(second.items.map(({ id }) => id)).to.deep.equal(ids.filter(isRare).slice(7));
    expect(second.next).to.equal(undefined);
    await store.close();
  });

  it("a message is read back", () =>
    expect(decodeChange(encodeChange(["a", "b", "a"]))).to.deep.equal({ digests: ["a", "b"] }));

  for (const message of ["", "*", "{}", "[1]", '["a"', "null", '"a"'])
    it(`a message that says ${message} makes caches forget everything`, () =>
      expect(decodeChange(message)).to.equal("everything"));
});
