import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { SubscriptionChange } from "@product-auth/core";
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import { conflictOf } from "./conflict-of.js";
import type { Case } from "./room.js";
import { digestOf, keyOf, next, sample } from "./samples.js";

/** Changes that an instance was told of, and waiting for one. */
class Told {
  readonly changes: SubscriptionChange[] = [];
  readonly stop: () => void;

  constructor(store: SubscriptionRepository) {
    ok(store.onChange !== undefined, "a store that pushes has onChange");
    this.stop = store.onChange((change) => void this.changes.push(change));
  }

  /** Waits until caches that follow these changes have forgotten the digests; fails after `within` milliseconds. */
  async of(digests: readonly string[], within: number): Promise<void> {
    const end = performance.now() + within;
    while (!digests.every((digest) => this.#forgets(digest))) {
      ok(performance.now() < end, `not notified within ${within} ms of ${digests.join(", ")}`);
      await pause(Math.min(5, within));
    }
  }

  #forgets(digest: string): boolean {
    return this.changes.some((change) => change === "everything" || change.digests.includes(digest));
  }
}

const BOTH = ["primary", "secondary"].map((slot) => digestOf("a", slot));

/** What one instance changes is pushed to the others. */
export function push(it: Case, { within }: { within: number }): void {
  it("an insert, with its digests: somebody may have asked for them before", async (open) => {
    const [one, other] = [await open(), await open()];
    const told = new Told(other);
    await one.insert(sample("a"));
    await told.of(BOTH, within);
  });
  it("a replacement, with the digests that are gone, that came and that stayed", async (open) => {
    const [one, other] = [await open(), await open()];
    await one.insert(sample("a"));
    const told = new Told(other);
    await one.replace(next(sample("a"), { keys: [keyOf("new", "primary"), keyOf("a", "secondary")] }));
    await told.of([...BOTH, digestOf("new")], within);
  });
  it("a change of state, with both digests", async (open) => {
    const [one, other] = [await open(), await open()];
    await one.insert(sample("a"));
    const told = new Told(other);
    await one.replace(next(sample("a"), { state: "suspended" }));
    await told.of(BOTH, within);
  });
  it("a deletion, with its digests", async (open) => {
    const [one, other] = [await open(), await open()];
    await one.insert(sample("a"));
    const told = new Told(other);
    await one.delete("a");
    await told.of(BOTH, within);
  });
  it("who made the change is told as well", async (open) => {
    const one = await open();
    const told = new Told(one);
    await one.insert(sample("a"));
    await told.of(BOTH, within);
  });
  it("once told, a look-up gives the new answer", async (open) => {
    const [one, other] = [await open(), await open()];
    const told = new Told(other);
    await one.insert(sample("a"));
    await told.of(BOTH, within); // otherwise these digests may be those of the insertion
    told.changes.length = 0;
    await one.replace(next(sample("a"), { state: "suspended" }));
    await told.of(BOTH, within);
    strictEqual((await other.findByKeyDigest(digestOf("a")))?.state, "suspended");
  });
  it("a refused change tells of no change", async (open) => {
    const store = await open();
    await store.insert(sample("a"));
    const told = new Told(store);
    strictEqual(await conflictOf(store.insert(sample("a", { keys: sample("twin").keys }))), "id");
    strictEqual(await conflictOf(store.replace(sample("a", { version: 7 }))), "version");
    await store.insert(sample("b"));
    await told.of([digestOf("b")], within);
    const digests = told.changes.flatMap((change) => (change === "everything" ? [] : change.digests));
    strictEqual(digests.includes(digestOf("twin")), false);
  });
  it("who has stopped listening is told nothing more; the others are", async (open) => {
    const [one, other] = [await open(), await open()];
    const [gone, stays] = [new Told(other), new Told(other)];
    await one.insert(sample("a"));
    await gone.of(BOTH, within);
    gone.stop();
    gone.stop();
    const before = gone.changes.length;
    await one.insert(sample("b"));
    await one.delete("b");
    stays.changes.length = 0;
    await one.insert(sample("c"));
    await stays.of([digestOf("c")], within);
    strictEqual(gone.changes.length, before);
  });
  it("a listener that throws breaks neither the change nor the other listeners", async (open) => {
    const [one, other] = [await open(), await open()];
    for (const store of new Set([one, other])) {
      store.onChange?.(() => {
        throw new Error("a listener that throws");
      });
    }
    const [here, there] = [new Told(one), new Told(other)];
    await one.insert(sample("a"));
    await one.insert(sample("b"));
    for (const told of [here, there]) await told.of([...BOTH, digestOf("b")], within);
    deepStrictEqual(await one.get("b"), sample("b"));
  });
}
