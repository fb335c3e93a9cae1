import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { conflictOf } from "./conflict-of.js";
import type { Case } from "./room.js";
import { digestOf, keyOf, next, sample } from "./samples.js";

/** Replacing and deleting, and which digests they free. */
export function changes(it: Case): void {
  it("a replacement is seen at once by every look-up", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    await store.replace(next(sample("a"), { state: "suspended", scope: "/apis" }));
    const { createdDate } = sample("a");
    const seen = { id: "a", scope: "/apis", state: "suspended", createdDate };
    deepStrictEqual(await store.findByKeyDigest(digestOf("a")), seen);
    deepStrictEqual(await store.findByKeyDigest(digestOf("a", "secondary")), seen);
  });
  it("a digest that is gone finds nobody, a new one does, one that stays still does", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    await store.replace(next(sample("a"), { keys: [keyOf("new", "primary"), keyOf("a", "secondary")] }));
    strictEqual(await store.findByKeyDigest(digestOf("a")), undefined);
    strictEqual((await store.findByKeyDigest(digestOf("new")))?.id, "a");
    strictEqual((await store.findByKeyDigest(digestOf("a", "secondary")))?.id, "a");
  });
  it("a digest that was freed can be taken by another", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    await store.replace(next(sample("a"), { keys: [keyOf("new", "primary")] }));
    await store.insert(sample("b", { keys: sample("a").keys }));
    strictEqual((await store.findByKeyDigest(digestOf("a")))?.id, "b");
    strictEqual((await store.findByKeyDigest(digestOf("new")))?.id, "a");
  });
  it("keys can change their slots and become retired in one replacement", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    const keys = [
      keyOf("a", "primary", { digest: digestOf("a", "secondary") }),
      keyOf("a", "secondary", { digest: digestOf("a", "primary"), endsAt: 2_000_000_000_000 }),
    ];
    await store.replace(next(sample("a"), { keys }));
    strictEqual((await store.findByKeyDigest(digestOf("a", "primary")))?.keyEndsAt, 2_000_000_000_000);
    strictEqual((await store.findByKeyDigest(digestOf("a", "secondary")))?.keyEndsAt, undefined);
    deepStrictEqual((await store.get("a"))?.keys, keys);
  });
  it("many versions follow each other", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    for (let version = 2; version <= 20; version++) {
      await store.replace(sample("a", { keys: [keyOf(`key ${version}`, "primary")], version }));
    }
    strictEqual((await store.get("a"))?.version, 20);
    strictEqual((await store.findByKeyDigest(digestOf("key 20")))?.id, "a");
    strictEqual(await store.findByKeyDigest(digestOf("key 19")), undefined);
  });
  it("what is deleted is gone with all its digests, and can be made anew", async (open) => {
    const store = await open();
    const retired = keyOf("a", "primary", { digest: digestOf("a", "retired"), endsAt: 2_000_000_000_000 });
    await store.insert(sample("a", { keys: [...sample("a").keys, retired] }));
    await store.insert(sample("b"));
    strictEqual(await store.delete("a"), true);
    strictEqual(await store.get("a"), undefined);
    deepStrictEqual((await store.list()).items, [sample("b")]);
    for (const place of ["primary", "secondary", "retired"]) {
      strictEqual(await store.findByKeyDigest(digestOf("a", place)), undefined);
    }
    strictEqual(await store.delete("a"), false);
    strictEqual(await conflictOf(store.replace(next(sample("a")))), "version");
    await store.insert(sample("a"));
    strictEqual((await store.findByKeyDigest(digestOf("a")))?.id, "a");
    strictEqual((await store.findByKeyDigest(digestOf("b")))?.id, "b");
  });
}
