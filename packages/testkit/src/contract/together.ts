import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { conflictOf } from "./conflict-of.js";
import type { Case } from "./room.js";
import { digestOf, keyOf, next, sample } from "./samples.js";

const ROUNDS = 10;

/** Two instances, and callers who do not wait for each other. */
export function together(it: Case): void {
  it("of two replacements of one version exactly one wins, and nothing of the other remains", async (open) => {
    const stores = [await open(), await open()] as const;
    await stores[0].insert(sample("a"));
    for (let version = 2; version < 2 + ROUNDS; version++) {
      const wanted = [0, 1].map((i) =>
        sample("a", { version, displayName: `by ${i}`, keys: [keyOf(`${version} by ${i}`, "primary")] }),
      );
      const results = await Promise.all(stores.map((store, i) => conflictOf(store.replace(wanted[i]!))));
      deepStrictEqual(results.toSorted(), ["none", "version"]);
      const winner = results.indexOf("none");
      deepStrictEqual(await stores[0].get("a"), wanted[winner]);
      strictEqual((await stores[0].findByKeyDigest(digestOf(`${version} by ${winner}`)))?.id, "a");
      strictEqual(await stores[0].findByKeyDigest(digestOf(`${version} by ${1 - winner}`)), undefined);
    }
  });
  it("of two inserts of one id exactly one wins, and nothing of the other remains", async (open) => {
    const stores = [await open(), await open()] as const;
    for (let round = 0; round < ROUNDS; round++) {
      const id = `id ${round}`;
      const wanted = [0, 1].map((i) => sample(id, { keys: sample(`${id} by ${i}`).keys }));
      const results = await Promise.all(stores.map((store, i) => conflictOf(store.insert(wanted[i]!))));
      deepStrictEqual(results.toSorted(), ["id", "none"]);
      const winner = results.indexOf("none");
      deepStrictEqual(await stores[0].get(id), wanted[winner]);
      strictEqual(await stores[0].findByKeyDigest(digestOf(`${id} by ${1 - winner}`)), undefined);
    }
  });
  it("of two inserts with one digest exactly one wins, and nothing of the other remains", async (open) => {
    const stores = [await open(), await open()] as const;
    for (let round = 0; round < ROUNDS; round++) {
      const shared = keyOf(`shared ${round}`, "secondary");
      const ids = [0, 1].map((i) => `${round} by ${i}`);
      const results = await Promise.all(
        stores.map((store, i) =>
          conflictOf(store.insert(sample(ids[i]!, { keys: [keyOf(ids[i]!, "primary"), shared] }))),
        ),
      );
      deepStrictEqual(results.toSorted(), ["digest", "none"]);
      const winner = results.indexOf("none");
      strictEqual(await stores[0].get(ids[1 - winner]!), undefined);
      strictEqual((await stores[0].findByKeyDigest(shared.digest))?.id, ids[winner]);
      strictEqual(await stores[0].findByKeyDigest(digestOf(ids[1 - winner]!)), undefined);
    }
  });
  it("two replacements that want the same new digest: one gets it", async (open) => {
    const stores = [await open(), await open()] as const;
    await stores[0].insert(sample("a"));
    await stores[0].insert(sample("b"));
    const keys = [keyOf("wanted", "primary")];
    const results = await Promise.all([
      conflictOf(stores[0].replace(next(sample("a"), { keys }))),
      conflictOf(stores[1].replace(next(sample("b"), { keys }))),
    ]);
    deepStrictEqual(results.toSorted(), ["digest", "none"]);
    const [winner, loser] = results[0] === "none" ? ["a", "b"] : ["b", "a"];
    deepStrictEqual(await stores[0].get(loser), sample(loser));
    strictEqual((await stores[0].findByKeyDigest(digestOf("wanted")))?.id, winner);
  });
  it("a replacement and a deletion: the subscription is gone, whichever came first", async (open) => {
    const stores = [await open(), await open()] as const;
    for (let round = 0; round < ROUNDS; round++) {
      await stores[0].insert(sample("a"));
      const changed = next(sample("a"), { keys: [keyOf("new", "primary")] });
      const [replaced, deleted] = await Promise.all([
        conflictOf(stores[0].replace(changed)),
        stores[1].delete("a"),
      ]);
      ok(["none", "version"].includes(replaced), replaced);
      strictEqual(deleted, true);
      strictEqual(await stores[0].get("a"), undefined);
      for (const id of ["a", "new"]) strictEqual(await stores[0].findByKeyDigest(digestOf(id)), undefined);
    }
  });
  it("of two deletions one finds something to delete", async (open) => {
    const stores = [await open(), await open()] as const;
    await stores[0].insert(sample("a"));
    const deleted = await Promise.all(stores.map((store) => store.delete("a")));
    strictEqual(deleted.filter((found) => found).length, 1);
  });
  it("fifty different inserts do not disturb each other", async (open) => {
    const stores = [await open(), await open()] as const;
    const ids = Array.from({ length: 50 }, (_, i) => `s${i}`);
    await Promise.all(ids.map((id, i) => stores[i % 2]!.insert(sample(id))));
    deepStrictEqual(
      (await stores[1].list()).items.map(({ id }) => id),
      ids.toSorted(),
    );
  });
}
