import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Case } from "./room.js";
import { digestOf, fullSample, sample } from "./samples.js";

/** Finding a subscription by the digest of a key, and what the store returns. */
export function lookUp(it: Case): void {
  it("finds by either key", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    await store.insert(sample("b"));
    for (const slot of ["primary", "secondary"]) {
      strictEqual((await store.findByKeyDigest(digestOf("a", slot)))?.id, "a");
      strictEqual((await store.findByKeyDigest(digestOf("b", slot)))?.id, "b");
    }
  });
  it("tells everything that decides and nothing else: no key, digest, hint, version or comment", async (open) => {
    const store = await open();
    const { keys: _keys, version: _version, stateComment: _why, ...rest } = fullSample("a");
    await store.insert(fullSample("a"));
    deepStrictEqual(await store.findByKeyDigest(digestOf("a")), rest);
    await store.insert(sample("b"));
    deepStrictEqual(await store.findByKeyDigest(digestOf("b")), {
      id: "b",
      scope: "/products/pro",
      state: "active",
      createdDate: sample("b").createdDate,
    });
  });
  it("tells when a retired key ends, of that key alone", async (open) => {
    const store = await open();
    const full = fullSample("a");
    await store.insert(full);
    strictEqual(
      (await store.findByKeyDigest(digestOf("a", "retired")))?.keyEndsAt,
      Date.UTC(2026, 5, 1, 0, 0, 0, 1),
    );
    for (const slot of ["primary", "secondary"]) {
      strictEqual((await store.findByKeyDigest(digestOf("a", slot)))?.keyEndsAt, undefined);
    }
  });
  it("finds subscriptions of every state", async (open) => {
    const store = await open();
    for (const state of ["active", "submitted", "rejected", "suspended", "cancelled", "expired"] as const) {
      await store.insert(sample(state, { state }));
      strictEqual((await store.findByKeyDigest(digestOf(state)))?.state, state);
    }
  });
  it("does not find an unknown digest", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    const unknown = [
      digestOf("nobody"),
      "",
      "a",
      "__proto__",
      "constructor",
      "undefined",
      digestOf("a").slice(1),
    ];
    for (const digest of unknown) strictEqual(await store.findByKeyDigest(digest), undefined);
  });
  it("does not find a digest in another case, nor one with something around it", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    const digest = digestOf("a");
    const others = [digest.toLowerCase(), digest.toUpperCase(), ` ${digest}`, `${digest} `, `${digest}=`];
    for (const other of others) strictEqual(await store.findByKeyDigest(other), undefined);
  });
  it("keeps digests apart that differ in nothing but case", async (open) => {
    const store = await open();
    const digest = digestOf("a");
    const other = digest.replace(/[a-z]/, (letter) => letter.toUpperCase());
    await store.insert(sample("a"));
    await store.insert(sample("b", { keys: [{ slot: "primary", digest: other, hint: "…" }] }));
    strictEqual((await store.findByKeyDigest(digest))?.id, "a");
    strictEqual((await store.findByKeyDigest(other))?.id, "b");
  });
}
