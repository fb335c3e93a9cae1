import type { Counter } from "@product-auth/core/counters";
import { createRedisCounters } from "@product-auth/redis";
import { callMany, GuardedInstance } from "@product-auth/testkit";
import { launchRedis, serviceFor, type PausableService } from "@product-auth/testkit/services";
import { expect } from "chai";
import { createClient } from "redis";

/** Milliseconds between two probes. */
const PROBED_EVERY = 50;

const counter: Counter = {
  key: "a",
  kind: "sliding-window",
  limit: 10,
  amount: 1,
  period: 3_600_000,
  anchor: 0,
  isMadeUp: false,
};

describe("calls while Redis answers but cannot count", function () {
  this.timeout(20_000);
  let server: PausableService;
  let client: ReturnType<typeof createClient>;
  let instance: GuardedInstance;
  before(async function () {
    server = await serviceFor(this, launchRedis);
    client = createClient({ url: server.url });
    await client.connect();
  });
  after(async () => {
    client?.destroy();
    await server?.stop();
  });
  beforeEach(async () => {
    await client.flushAll();
    instance = new GuardedInstance(createRedisCounters({ url: server.url }), {
      timeout: 5_000,
      onStoreFailure: "local",
      probeInterval: PROBED_EVERY,
    });
    expect((await callMany(instance, counter, 4, 4)).admitted).to.equal(4);
  });
  afterEach(async () => {
    await instance.counters.close();
    await client.sendCommand(["REPLICAOF", "NO", "ONE"]);
    await client.configSet({ maxmemory: "0", "maxmemory-policy": "noeviction" });
  });

  const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  async function restored(): Promise<void> {
    for (const end = Date.now() + 5_000; instance.states.length < 2 && Date.now() < end;) await sleep(10);
    expect(instance.states).to.deep.equal(["degraded", "restored"]);
  }

  it("full: this instance counts, it is reported once, and Redis counts again when it has room", async () => {
    await client.configSet("maxmemory", "1");
    expect((await callMany(instance, counter, 20, 1)).admitted).to.equal(6); // 4 before
    await sleep(6 * PROBED_EVERY);
    expect(instance.states).to.deep.equal(["degraded"]);
    expect(instance.causes).to.deep.equal(["OOM"]);
    await client.configSet("maxmemory", "0");
    await restored();
    expect((await callMany(instance, counter, 20, 5)).admitted).to.equal(6);
  });

  it("a replica after a fail-over: the same", async () => {
    await client.sendCommand(["REPLICAOF", "127.0.0.1", "1"]);
    expect((await callMany(instance, counter, 20, 1)).admitted).to.equal(6);
    await sleep(6 * PROBED_EVERY);
    expect(instance.states).to.deep.equal(["degraded"]);
    expect(instance.causes).to.deep.equal(["READONLY"]);
    await client.sendCommand(["REPLICAOF", "NO", "ONE"]);
    await restored();
  });

  it("flushed: the limit is admitted again, the script is loaded again, and nothing has failed", async () => {
    await client.flushAll();
    await client.scriptFlush();
    expect((await callMany(instance, counter, 20, 5)).admitted).to.equal(10);
    expect(instance.states).to.deep.equal([]);
  });

  it("evicting: calls go on, and health warns of it", async () => {
    await client.configSet("maxmemory-policy", "allkeys-random");
    const info = await client.info("memory");
    await client.configSet("maxmemory", String(Number(/used_memory:(\d+)/.exec(info)![1]) + 200_000));
    for (let i = 0; i < 3_000; i += 50)
      await Promise.all(
        Array.from({ length: 50 }, async (_, at) =>
          instance.counters.take([{ ...counter, key: `${i + at}` }], 0),
        ),
      );
    expect(Number(/evicted_keys:(\d+)/.exec(await client.info("stats"))![1])).to.be.above(0);
    expect(instance.states).to.deep.equal([]);
    expect((await instance.counters.check()).join()).to.contain("maxmemory-policy is allkeys-random");
    expect(instance.counters.health.warnings).to.have.length(1);
  });
});
