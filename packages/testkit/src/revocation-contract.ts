import assert from "node:assert/strict";
import { Fleet, TTL, untilStatus, type ServedStoreHarness } from "./served-store.js";
import type { TestRunner } from "./test-runner.js";

/** Milliseconds within which every instance refuses a revoked key, when changes are pushed. */
const PUSHED_WITHIN = 1_000;

/** Declares the tests that a revocation must pass over HTTP: what one instance takes away, every instance refuses. */
export function revocationContract(runner: TestRunner, name: string, harness: ServedStoreHarness): void {
  runner.describe(`${name}, several instances over one database`, () => {
    const revocations = ["suspend", "regeneratePrimary", "delete"] as const;
    for (const revoke of revocations) {
      runner.it(`with push, after ${revoke} every instance refuses the key within 1 s`, async () => {
        const { fleet, apis, administration, id, key } = await start({ push: true });
        await administration[revoke](id);
        const since = Date.now();
        for (const ask of apis) await untilStatus(() => ask(key), 401, PUSHED_WITHIN);
        assert.ok(Date.now() - since < PUSHED_WITHIN, "together");
        await fleet.close();
      });

      runner.it(
        `without push, after ${revoke} every instance refuses the key when its TTL is over`,
        async () => {
          const { fleet, apis, administration, id, key } = await start({ push: false });
          await administration[revoke](id);
          for (const ask of apis) assert.equal((await ask(key)).status, 200, "remembered");
          fleet.advance(TTL);
          for (const ask of apis) assert.equal((await ask(key)).status, 401, "asked anew");
          await fleet.close();
        },
      );
    }

    runner.it("with push, a subscription that is activated again opens within 1 s", async () => {
      const { fleet, apis, administration, id, key } = await start({ push: true });
      await administration.suspend(id);
      for (const ask of apis) await untilStatus(() => ask(key), 401, PUSHED_WITHIN);
      await administration.activate(id);
      for (const ask of apis) await untilStatus(() => ask(key), 200, PUSHED_WITHIN);
      await fleet.close();
    });

    runner.it("with push, a key that was unknown a moment ago opens within 1 s of its creation", async () => {
      const { fleet, apis, administration } = await start({ push: true });
      const primaryKey = `custom-${Date.now()}`;
      for (const ask of apis) assert.equal((await ask(primaryKey)).status, 401);
      await administration.create({ scope: "/products/pro", primaryKey });
      for (const ask of apis) await untilStatus(() => ask(primaryKey), 200, PUSHED_WITHIN);
      await fleet.close();
    });

    runner.it("the other key of a regenerated pair stays good, and the old one for its grace", async () => {
      const { fleet, apis, administration, id, key, otherKey } = await start({ push: true });
      const { key: newKey } = await administration.regeneratePrimary(id, { grace: 3600 });
      for (const ask of apis)
        for (const good of [key, otherKey, newKey]) await untilStatus(() => ask(good), 200, PUSHED_WITHIN);
      fleet.advance(3_600_000);
      for (const ask of apis) assert.equal((await ask(otherKey)).status, 200);
      await fleet.close();
    });
  });

  async function start(options: { readonly push: boolean }) {
    const fleet = new Fleet(harness, options);
    const administration = await fleet.administration();
    const made = await administration.create({ scope: "/products/pro" });
    const { primaryKey: key, secondaryKey: otherKey } = made;
    const apis = [await fleet.api(), await fleet.api()];
    for (const ask of apis) assert.equal((await ask(key)).status, 200);
    // Until a listener stands, nothing is told: its "everything" makes the second answer one that was asked anew.
    if (options.push) await new Promise((resolve) => setTimeout(resolve, 200));
    for (const ask of apis) assert.equal((await ask(key)).status, 200);
    return { fleet, administration, apis, id: made.subscription.id, key, otherKey };
  }
}
