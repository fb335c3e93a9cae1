import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { SubscriptionState } from "@product-auth/core";
import type { StoredSubscription } from "@product-auth/core/subscriptions";
import { conflictOf } from "./conflict-of.js";
import type { Case } from "./room.js";
import { digestOf, next, sample } from "./samples.js";

const INJECTIONS = [
  "' OR '1'='1",
  "'; DROP TABLE subscriptions; --",
  "a'); DELETE FROM subscriptions; --",
  '" OR ""="',
  "$1",
  "$$; SELECT 1; $$",
  "%",
  "a%",
  "_",
  "\\",
  "\\'; --",
  "/* */",
  "a\r\nFLUSHALL\r\n",
  "*",
  "a*",
  "[a-z]",
  "{a}",
  "a:b:c",
  "(inf",
  "+",
  "-",
  "[a",
  "KEYS *",
  '{"$ne":null}',
  "[object Object]",
];

/** Texts made to break out of a statement, a pattern or a key. */
export function hostile(it: Case): void {
  it("as ids: each is itself and nothing else", async (open) => {
    const store = await open();
    await store.insert(sample("bystander"));
    for (const id of INJECTIONS) {
      strictEqual(await store.get(id), undefined, id);
      strictEqual(await conflictOf(store.replace(next(sample(id)))), "version", id);
      strictEqual(await store.delete(id), false, id);
      await store.insert(sample(id));
    }
    for (const id of INJECTIONS) deepStrictEqual(await store.get(id), sample(id));
    const ids = (await store.list()).items.map((one) => one.id);
    deepStrictEqual(new Set(ids), new Set(["bystander", ...INJECTIONS]));
    for (const id of INJECTIONS) strictEqual(await store.delete(id), true, id);
    deepStrictEqual((await store.list()).items, [sample("bystander")]);
    strictEqual((await store.findByKeyDigest(digestOf("bystander")))?.id, "bystander");
  });
  it("as filters: none of them matches anything it is not", async (open) => {
    const store = await open();
    await store.insert(sample("bystander", { ownerId: "zoe" }));
    for (const text of INJECTIONS) {
      for (const query of [{ scope: text }, { ownerId: text }, { state: text as SubscriptionState }]) {
        deepStrictEqual((await store.list(query)).items, [], JSON.stringify(query));
      }
    }
    deepStrictEqual((await store.list()).items.length, 1);
  });
  it("as the id to continue after: what follows is still in order", async (open) => {
    const store = await open();
    const ids = ["!", "A", "a", "z", "~"];
    for (const id of ids) await store.insert(sample(id));
    for (const after of INJECTIONS) {
      const expected = ids.filter((id) => id > after);
      deepStrictEqual(
        (await store.list({ after })).items.map(({ id }) => id),
        expected,
        after,
      );
    }
  });
  it("as digests: none of them finds anybody", async (open) => {
    const store = await open();
    await store.insert(sample("bystander"));
    for (const text of INJECTIONS) strictEqual(await store.findByKeyDigest(text), undefined, text);
  });
  it("as any other text: it is kept as it is", async (open) => {
    const store = await open();
    for (const [i, text] of INJECTIONS.entries()) {
      const given: StoredSubscription = sample(`s${i}`, {
        scope: text,
        displayName: text,
        ownerId: text,
        stateComment: text,
        keys: [{ slot: "primary", digest: digestOf(`s${i}`), hint: text, pepper: text }],
      });
      await store.insert(given);
      deepStrictEqual(await store.get(`s${i}`), given);
      deepStrictEqual((await store.list({ scope: text, ownerId: text })).items, [given]);
    }
  });
}
