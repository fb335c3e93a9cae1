import assert from "node:assert/strict";
import { digestKey, type StoredSubscription } from "@product-auth/core/subscriptions";
import { TTL, untilStatus, withFleet, type Fleet, type ServedStoreHarness } from "./served-store.js";
import type { OwnService } from "./services/service.js";
import type { TestRunner } from "./test-runner.js";

/** A store whose server can be stopped. */
export interface OutageHarness extends ServedStoreHarness {
  readonly server: () => OwnService;
  /** Most milliseconds that a look-up takes while the server is down. */
  readonly rejectsWithin: number;
}

/** Milliseconds within which everything works again after the server is back. */
const RECOVERS_WITHIN = 15_000;

/** Declares the tests that a store must pass while its server is down, and after it is back. */
export function outageContract(runner: TestRunner, name: string, harness: OutageHarness): void {
  const it = (title: string, body: (fleet: Fleet) => Promise<void>) =>
    runner.it(title, () => withFleet(harness, { push: true }, body));

  runner.describe(`${name}, when its server is killed`, () => {
    it("what is remembered serves until its TTL, then 503 with Retry-After; then all recovers", async (fleet) => {
      const administration = await fleet.administration();
      const { primaryKey: key, subscription } = await administration.create({ scope: "/products/pro" });
      const revoked = await administration.create({ scope: "/products/pro", state: "suspended" });
      const apis = [await fleet.api(), await fleet.api()];
      for (const ask of apis) await settled(() => ask(key));

      await harness.server().stop();
      for (const ask of apis) {
        assert.equal((await ask(key)).status, 200, "remembered");
        await unavailable(() => ask(revoked.primaryKey));
        await unavailable(() => ask("a key of no subscription"));
      }
      fleet.advance(TTL);
      for (const ask of apis) await unavailable(() => ask(key));

      await harness.server().restart();
      for (const ask of apis) {
        await untilStatus(() => ask(key), 200, RECOVERS_WITHIN);
        await untilStatus(() => ask(revoked.primaryKey), 401, RECOVERS_WITHIN);
      }
      await soon(() => administration.suspend(subscription.id));
      for (const ask of apis) await untilStatus(() => ask(key), 401, RECOVERS_WITHIN);
    });

    it("what was changed while an instance could not listen is refused when it listens again", async (fleet) => {
      const administration = await fleet.administration();
      const { primaryKey: key, subscription } = await administration.create({ scope: "/products/pro" });
      const ask = await fleet.api();
      await settled(() => ask(key));
      await harness.server().stop();
      await harness.server().restart();
      await soon(() => administration.suspend(subscription.id));
      await untilStatus(() => ask(key), 401, RECOVERS_WITHIN); // the clock stands still: by "everything", not by TTL
    });

    it("a replace that is cut off is done or not done, never half", async (fleet) => {
      const administration = await fleet.administration();
      const keys = new Map<string, string[]>();
      const acknowledged = new Map<string, StoredSubscription>();
      for (let i = 0; i < 10; i++) {
        const made = await administration.create({ scope: "/products/pro" });
        keys.set(made.subscription.id, [made.primaryKey, made.secondaryKey]);
        acknowledged.set(made.subscription.id, made.subscription);
      }
      let isDown = false;
      const regenerating = [...keys].map(async ([id, ofThis]) => {
        for (;;) {
          try {
            const { subscription, key } = await administration.regeneratePrimary(id);
            acknowledged.set(id, subscription);
            ofThis.push(key);
          } catch (error) {
            if (isDown) return;
            throw error;
          }
        }
      });
      const all = Promise.all(regenerating); // heard from here on
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 250))]);
      isDown = true;
      await harness.server().stop();
      await all;
      await harness.server().restart();

      const store = await harness.open({ push: false });
      for (const [id, ofThis] of keys) {
        const stored = (await soon(() => store.get(id)))!;
        const known = acknowledged.get(id)!;
        assert.ok(
          stored.version === known.version || stored.version === known.version + 1,
          `version ${stored.version} after ${known.version}`,
        );
        assert.equal(stored.keys.length, 2);
        for (const { digest } of stored.keys) assert.equal((await store.findByKeyDigest(digest))?.id, id);
        const digests = new Set(stored.keys.map(({ digest }) => digest));
        for (const digest of ofThis.map((key) => digestKey(key)).filter((one) => !digests.has(one)))
          assert.equal(await store.findByKeyDigest(digest), undefined, "an old key opens nothing");
      }
      await store.close?.();
    });
  });

  async function unavailable(ask: () => Promise<Response>): Promise<void> {
    const since = Date.now();
    const answer = await ask();
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get("retry-after")) > 0, "Retry-After");
    const took = Date.now() - since;
    assert.ok(took <= harness.rejectsWithin, `took ${took} of ${harness.rejectsWithin} ms`);
  }
}

// The listener tells "everything" when it stands; after that an answer is remembered.
async function settled(ask: () => Promise<Response>): Promise<void> {
  assert.equal((await ask()).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal((await ask()).status, 200);
}

/** Tries again while the server is coming back. */
async function soon<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + RECOVERS_WITHIN;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
