import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { serviceFor, startPostgres } from "@product-auth/testkit/services";
import { expect } from "chai";
import { openSharedStores, openStores } from "../support/open-stores.js";
import { frameworks, type FrameworkName } from "../support/open-server.js";
import { presetOf } from "../support/visitor.js";
import { createWorld, statesOf } from "../support/world.js";

interface Stores {
  readonly records: RecordRepository;
  readonly repository: SubscriptionRepository;
}

describe("20 subscribes at once never exceed the limit", function () {
  this.timeout(30_000);

  for (const framework of frameworks)
    it(`in memory, of one instance and of two, on ${framework}`, async () => {
      const slowStores = () => ({
        records: new MemoryRecordRepository(),
        repository: slow(new MemorySubscriptionRepository()),
      });
      await race([slowStores()], framework);
      const shared = slowStores();
      await race([shared, shared], framework);
    });

  it("in files, of two instances", async () => {
    const folder = await mkdtemp(join(tmpdir(), "portal-race-"));
    const instances = [await openStores(folder), await openStores(folder)];
    await race(instances);
    for (const { records, repository } of instances) await Promise.all([records.close(), repository.close()]);
    await rm(folder, { recursive: true });
  });

  it("in PostgreSQL, of two instances", async function () {
    const { url: connectionString } = await serviceFor(this, startPostgres);
    const schema = `portal_race_${process.pid}`;
    const open = () => openSharedStores({ connectionString, schema });
    const instances = [await open(), await open()];
    await race(instances);
    for (const { records, repository } of instances) await Promise.all([records.close(), repository.close()]);
  });

  async function race(instances: readonly Stores[], framework: FrameworkName = "express"): Promise<void> {
    const worlds = instances.map((stores) => createWorld({ ...stores, framework }));
    const [first] = worlds;
    const { id, cookie } = await first!.user();
    const visitors = Array.from({ length: 20 }, (_, i) => worlds[i % worlds.length]!.as(id, cookie));
    const path = "/products/starter/subscribe";
    // All have the form before the first one is sent: afterwards there is none.
    const forms = await Promise.all(visitors.map(async (each) => presetOf((await each.open(path)).text)));
    const answers = await Promise.all(
      visitors.map((each, i) => each.post(path, { ...forms[i], name: `Test ${i}` })),
    );
    const granted = answers.filter(({ h1 }) => h1 === "Your keys");
    expect(await statesOf(first!)).to.deep.equal(["active", "active"]);
    expect(granted.length).to.equal(2);
    for (const { status, h1 } of answers.filter((answer) => !granted.includes(answer)))
      expect([status, h1]).to.deep.equal([400, "Subscribe to Starter"]);
    expect((await first!.records.list("job")).records).to.deep.equal([]);
  }
});

/** Lets other work run between any two calls of a store. */
function slow<T extends object>(store: T): T {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      if (name === "findByKeyDigest" || name === "onChange") return method.bind(target) as unknown;
      return async (...args: unknown[]) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        return method.apply(target, args) as unknown;
      };
    },
  });
}
