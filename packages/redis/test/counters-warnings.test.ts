import { createRedisCounters } from "@product-auth/redis";
import { launchRedis, serviceFor, type PausableService } from "@product-auth/testkit/services";
import { expect } from "chai";
import { createClient } from "redis";
import { serve } from "./support/serve.js";

describe("settings of Redis that can lose counters, through an instance", function () {
  this.timeout(20_000);
  let server: PausableService;
  let client: ReturnType<typeof createClient>;
  before(async function () {
    server = await serviceFor(this, launchRedis);
    client = createClient({ url: server.url });
    await client.connect();
  });
  after(async () => {
    client?.destroy();
    await server?.stop();
  });
  beforeEach(() => client.configSet({ "maxmemory-policy": "noeviction", appendonly: "yes", save: "" }));

  /** Messages of the process warnings at `ready()`, and the warnings in `health()` before and after it. */
  async function warningsOfInstance() {
    const emitted: Error[] = [];
    const collect = (warning: Error) => void emitted.push(warning);
    const { auth, close } = await serve({
      products: { pro: { accepts: ["key"], quota: { calls: 10, renewalPeriod: 3_600 } } },
      subscriptions: [],
      counters: { store: createRedisCounters({ url: server.url }), timeout: 5_000 },
    });
    process.on("warning", collect);
    try {
      const before = auth.health().counters.warnings;
      await auth.ready();
      await new Promise((resolve) => setImmediate(resolve)); // a process warning is emitted on the next tick
      const own = emitted.filter(({ name }) => name === "ProductAuthCountersWarning");
      return {
        before,
        emitted: own.map(({ message }) => message),
        after: auth.health().counters.warnings,
        state: auth.health().counters.state,
      };
    } finally {
      process.off("warning", collect);
      await close();
    }
  }

  const EVICTS =
    "maxmemory-policy is allkeys-lru, so Redis may evict counters, which then admit again; set noeviction.";
  const FORGETS =
    "Nothing is persisted, so counters end with the Redis process; set appendonly yes, or save for snapshots.";

  it("evicting: a process warning at ready(), and the same text in health()", async () => {
    await client.configSet("maxmemory-policy", "allkeys-lru");
    const { before, ...found } = await warningsOfInstance();
    expect(before).to.equal(undefined);
    expect(found).to.deep.equal({ emitted: [EVICTS], after: [EVICTS], state: "ok" });
  });

  it("without persistence: the same", async () => {
    await client.configSet("appendonly", "no");
    const { emitted, after } = await warningsOfInstance();
    expect({ emitted, after }).to.deep.equal({ emitted: [FORGETS], after: [FORGETS] });
  });

  it("both: one warning for each", async () => {
    await client.configSet({ "maxmemory-policy": "allkeys-lru", appendonly: "no" });
    const { emitted, after } = await warningsOfInstance();
    expect({ emitted, after }).to.deep.equal({ emitted: [EVICTS, FORGETS], after: [EVICTS, FORGETS] });
  });

  it("neither: no warning", async () => {
    const { emitted, after } = await warningsOfInstance();
    expect({ emitted, after }).to.deep.equal({ emitted: [], after: undefined });
  });
});
