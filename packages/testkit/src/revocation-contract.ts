import assert from "node:assert/strict";
import { TTL, untilStatus, withFleet, type Fleet, type ServedStoreHarness } from "./served-store.js";
import type { TestRunner } from "./test-runner.js";

/** Milliseconds within which every instance refuses a revoked key, when changes are pushed. */
const PUSHED_WITHIN = 1_000;

/** Declares the tests that a revocation must pass over HTTP: what one instance takes away, every instance refuses. */
export function revocationContract(runner: TestRunner, name: string, harness: ServedStoreHarness): void {
  const it = (title: string, options: { push: boolean }, body: (fleet: Fleet) => Promise<void>) =>
    runner.it(title, () => withFleet(harness, options, body));

  runner.describe(`${name}, several instances over one database`, () => {
    const revocations = ["suspend", "regeneratePrimary", "delete"] as const;
    for (const revoke of revocations) {
      it(
        `with push, after ${revoke} every instance refuses the key within 1 s`,
        { push: true },
        async (fleet) => {
          const { apis, administration, id, key } = await start(fleet);
          await administration[revoke](id);
          const since = Date.now();
          for (const ask of apis) await untilStatus(() => ask(key), 401, PUSHED_WITHIN);
          assert.ok(Date.now() - since < PUSHED_WITHIN, "together");
        },
      );

      it(
        `without push, after ${revoke} every instance refuses the key when its TTL is over`,
        { push: false },
        async (fleet) => {
          const { apis, administration, id, key } = await start(fleet);
          await administration[revoke](id);
          for (const ask of apis) assert.equal((await ask(key)).status, 200, "remembered");
          fleet.advance(TTL);
          for (const ask of apis) assert.equal((await ask(key)).status, 401, "asked again");
        },
      );
    }

    it(
      "with push, a subscription that is activated again opens within 1 s",
      { push: true },
      async (fleet) => {
        const { apis, administration, id, key } = await start(fleet);
        await administration.suspend(id);
        for (const ask of apis) await untilStatus(() => ask(key), 401, PUSHED_WITHIN);
        await administration.activate(id);
        for (const ask of apis) await untilStatus(() => ask(key), 200, PUSHED_WITHIN);
      },
    );

    it(
      "with push, a key that was unknown a moment ago opens within 1 s of its creation",
      { push: true },
      async (fleet) => {
        const { apis, administration } = await start(fleet);
        const primaryKey = `custom-${Date.now()}`;
        for (const ask of apis) assert.equal((await ask(primaryKey)).status, 401);
        await administration.create({ scope: "/products/pro", primaryKey });
        for (const ask of apis) await untilStatus(() => ask(primaryKey), 200, PUSHED_WITHIN);
      },
    );

    it(
      "the other key of a regenerated pair stays good, and the old one for its grace",
      { push: true },
      async (fleet) => {
        const { apis, administration, id, key, otherKey } = await start(fleet);
        const { key: newKey } = await administration.regeneratePrimary(id, { grace: 3600 });
        for (const ask of apis)
          for (const good of [key, otherKey, newKey]) await untilStatus(() => ask(good), 200, PUSHED_WITHIN);
        fleet.advance(3_600_000);
        for (const ask of apis) {
          assert.equal((await ask(key)).status, 401);
          for (const good of [otherKey, newKey]) assert.equal((await ask(good)).status, 200);
        }
      },
    );
  });
}

async function start(fleet: Fleet) {
  const administration = await fleet.administration();
  const made = await administration.create({ scope: "/products/pro" });
  const { primaryKey: key, secondaryKey: otherKey } = made;
  const apis = [await fleet.api(), await fleet.api()];
  for (const ask of apis) assert.equal((await ask(key)).status, 200);
  // A listener tells "everything" when it stands; the answer after that stays remembered.
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const ask of apis) assert.equal((await ask(key)).status, 200);
  return { administration, apis, id: made.subscription.id, key, otherKey };
}
