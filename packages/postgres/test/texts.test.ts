import { migrations } from "@product-auth/postgres";
import { decodeChange, encodeChange } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { databaseFor, type Database } from "./support/database.js";
import { stored } from "./support/subscriptions.js";

describe("texts", () => {
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  it("lists are in the order of code units where bytes would say otherwise", async () => {
    const store = await database.open("order");
    const ids = ["z", "\uD7FF", "😀", "😀a", "\u{10FFFF}", "\uE000", "\uFFFD"];
    expect([...ids].sort()).to.deep.equal(ids); // JavaScript compares code units
    for (const id of [...ids].reverse()) await store.insert(stored(id));
    for (const [i, after] of ids.entries()) {
      const { items } = await store.list({ after });
      expect(items.map(({ id }) => id)).to.deep.equal(ids.slice(i + 1));
    }
    await store.close();
  });

  for (const [name, text] of [
    ["U+0000", "a\0b"],
    ["half a surrogate pair", "a\ud800"],
  ] as const)
    it(`${name} is refused and finds nothing, also not what it would become`, async () => {
      const store = await database.open(name);
      await store.insert(stored("a\ufffd"));
      for (const bad of [stored(text), stored("b", { displayName: text }), stored("b", { ownerId: text })])
        expect(await store.insert(bad).then(String, String)).to.contain("RangeError");
      expect(await store.get(text)).to.equal(undefined);
      expect(await store.findByKeyDigest(text)).to.equal(undefined);
      expect(await store.delete(text)).to.equal(false);
      expect(await store.list({ ownerId: text })).to.deep.equal({ items: [] });
      expect((await store.list()).items.map(({ id }) => id)).to.deep.equal(["a\ufffd"]);
      await store.close();
    });

  it("a change of more digests than a notice can hold is told as everything", async () => {
    const [one, other] = [await database.open("wide"), await database.open("wide")];
    const keys = Array.from({ length: 300 }, (_, i) => ({
      slot: "primary" as const,
      digest: `${i}`.padEnd(43, "-"),
      hint: "…",
    }));
    let told = 0;
    const twice = new Promise<void>((resolve) =>
      other.onChange((change) => change === "everything" && ++told === 2 && resolve()),
    );
    await new Promise<void>((resolve) => other.onChange((change) => change === "everything" && resolve()));
    await one.insert(stored("a", { keys }));
    await twice;
    expect((await one.get("a"))?.keys).to.deep.equal(keys);
    await Promise.all([one.close(), other.close()]);
  });

  it("the longest notice is shorter than 8000 bytes, and is read back", () => {
    const digests = Array.from({ length: 173 }, (_, i) => `${i}`.padEnd(43, "-"));
    expect(Buffer.byteLength(encodeChange(digests, 7_999))).to.be.within(7_900, 7_999);
    expect(decodeChange(encodeChange(digests, 7_999))).to.deep.equal({ digests });
    expect(encodeChange([...digests, "one more".padEnd(43, "-")], 7_999)).to.equal("*");
  });

  for (const message of [undefined, "", "*", "{}", "[1]", '["a"', "null", '"a"'])
    it(`a notice that says ${message} makes caches forget everything`, () =>
      expect(decodeChange(message)).to.equal("everything"));

  it("no statement of the schema depends on a search path", () => {
    for (const { sql } of migrations("shop"))
      for (const [, table] of sql.matchAll(/(?:TABLE|INSERT INTO|REFERENCES| ON) ("?[a-z_"]+)/g))
        expect(table === "DELETE" || table!.startsWith('"shop"'), table).to.equal(true);
  });
});
