import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { conflictOf } from "./conflict-of.js";
import type { Case } from "./room.js";
import { digestOf, keyOf, next, sample } from "./samples.js";

/** What is refused, and that a refused change leaves nothing behind. */
export function conflicts(it: Case): void {
  it("refuses an id that is taken", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    const twin = sample("a", { scope: "/apis", keys: sample("twin").keys });
    strictEqual(await conflictOf(store.insert(twin)), "id");
    deepStrictEqual(await store.get("a"), sample("a"));
    strictEqual(await store.findByKeyDigest(digestOf("twin")), undefined);
  });
  it("refuses the very same subscription, for its id", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    strictEqual(await conflictOf(store.insert(sample("a"))), "id");
  });
  it("keeps ids apart that differ in nothing but case", async (open) => {
    const store = await open();
    await store.insert(sample("contoso"));
    await store.insert(sample("Contoso"));
    strictEqual((await store.get("Contoso"))?.id, "Contoso");
  });
  for (const slot of ["primary", "secondary"] as const) {
    it(`refuses a new subscription whose ${slot} digest is taken, and keeps nothing of it`, async (open) => {
      const store = await open();
      await store.insert(sample("a"));
      const keys = [keyOf("b", slot === "primary" ? "secondary" : "primary"), keyOf("a", slot)];
      strictEqual(await conflictOf(store.insert(sample("b", { keys }))), "digest");
      strictEqual(await store.get("b"), undefined);
      strictEqual(await store.findByKeyDigest(keys[0]!.digest), undefined);
      strictEqual((await store.findByKeyDigest(digestOf("a", slot)))?.id, "a");
    });
  }
  it("refuses the digest of another's retired key", async (open) => {
    const store = await open();
    const retired = keyOf("a", "primary", { endsAt: 1 });
    await store.insert(sample("a", { keys: [retired, keyOf("a", "secondary")] }));
    strictEqual(
      await conflictOf(store.insert(sample("b", { keys: sample("a").keys.slice(0, 1) }))),
      "digest",
    );
  });
  it("refuses a subscription with one digest twice", async (open) => {
    const store = await open();
    const keys = [keyOf("a", "primary"), keyOf("a", "secondary", { digest: digestOf("a") })];
    strictEqual(await conflictOf(store.insert(sample("a", { keys }))), "digest");
    strictEqual(await store.get("a"), undefined);
    await store.insert(sample("a"));
    strictEqual(await conflictOf(store.replace(next(sample("a"), { keys }))), "digest");
    deepStrictEqual(await store.get("a"), sample("a"));
  });
  it("refuses to replace what is not there", async (open) => {
    const store = await open();
    strictEqual(await conflictOf(store.replace(next(sample("a")))), "version");
    strictEqual(await store.get("a"), undefined);
    strictEqual(await store.findByKeyDigest(digestOf("a")), undefined);
  });
  for (const version of [0, 4, 5, 7]) {
    it(`refuses version ${version} after version 5`, async (open) => {
      const store = await open();
      const old = sample("a", { version: 5 });
      await store.insert(old);
      strictEqual(await conflictOf(store.replace({ ...old, state: "cancelled", version })), "version");
      deepStrictEqual(await store.get("a"), old);
    });
  }
  it("refuses a replacement with another's digest, and changes neither of them", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    await store.insert(sample("b"));
    const keys = [keyOf("new", "primary"), keyOf("b", "secondary")];
    strictEqual(await conflictOf(store.replace(next(sample("a"), { keys }))), "digest");
    deepStrictEqual(await store.get("a"), sample("a"));
    strictEqual(await store.findByKeyDigest(digestOf("new")), undefined);
    for (const id of ["a", "b"]) {
      for (const slot of ["primary", "secondary"]) {
        strictEqual((await store.findByKeyDigest(digestOf(id, slot)))?.id, id);
      }
    }
  });
}
