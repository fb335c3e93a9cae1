import type { Counter } from "@product-auth/core/counters";
import { createRedisCounters } from "@product-auth/redis";
import { launchRedis, serviceFor, type PausableService } from "@product-auth/testkit/services";
import { expect } from "chai";
import { createClient, createCluster } from "redis";
import { serverFor, type Server } from "./support/server.js";

const counter = (more: Partial<Counter> = {}): Counter => ({
  key: "a",
  kind: "sliding-window",
  limit: 5,
  amount: 1,
  period: 60_000,
  anchor: 0,
  isMadeUp: false,
  ...more,
});
const KINDS = ["sliding-window", "token-bucket", "fixed-window"] as const;

describe("counters in Redis", () => {
  let server: Server;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  const open = (name: string, more = {}) =>
    createRedisCounters({ url: server.url, prefix: server.prefix(name), ...more });
  const keyOf = (name: string, key: string) => `${server.prefix(name)}counter:k${key}`;

  it("three counters are one command", async () => {
    const store = open("round-trip");
    const three = KINDS.map((kind) => counter({ key: kind, kind }));
    await store.take(three, 0);
    const calls = () =>
      server.with(async (client) => {
        const stats = await client.info("commandstats");
        return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)![1]);
      });
    const before = await calls();
    for (let i = 0; i < 4; i++) await store.take(three, 0);
    expect(await calls()).to.equal(before + 4);
    await store.close();
  });

  it("scripts that the server has forgotten are sent again within the call", async () => {
    const store = open("forgotten");
    await store.take([counter()], 0);
    await server.with((client) => client.scriptFlush());
    expect(await store.take([counter()], 0)).to.deep.equal({ used: [2] });
    await store.close();
  });

  it("a counter lives for a period after its latest raise; a period of 0 lives forever", async () => {
    const store = open("expiry");
    for (const kind of KINDS) await store.take([counter({ key: kind, kind })], 0);
    await store.take([counter({ key: "slots", limit: 1_001 })], 0);
    await store.take([counter({ key: "forever", kind: "fixed-window", period: 0 })], 0);
    await store.take([counter({ key: "asked", amount: 0 })], 0);
    await store.read([counter({ key: "read" })], 0);
    await server.with(async (client) => {
      const ttl = (key: string) => client.pTTL(keyOf("expiry", key));
      for (const kind of KINDS) expect(await ttl(kind), kind).to.be.within(59_000, 60_000);
      expect(await ttl("slots")).to.be.within(59_000, 60_060);
      expect(await ttl("forever")).to.equal(-1);
      expect([await ttl("asked"), await ttl("read")]).to.deep.equal([-2, -2]);
    });
    await store.close();
  });

  it("a list never has more entries than calls and one that has ended, or than 1,001 slots", async () => {
    const store = open("bounded", { time: "caller" });
    const [exact, slots] = [counter({ limit: 10 }), counter({ key: "slots", limit: 1_000_000 })];
    const longest = { exact: 0, slots: 0 };
    await server.with(async (client) => {
      for (let i = 0; i < 3_000; i++) {
        await store.add([exact, slots].slice(i % 50 === 0 ? 0 : 1), i * 61);
        if (i % 100 !== 0) continue;
        longest.exact = Math.max(longest.exact, await client.lLen(keyOf("bounded", "a")));
        longest.slots = Math.max(longest.slots, await client.lLen(keyOf("bounded", "slots")));
      }
    });
    expect(longest.exact).to.be.within(5, 22);
    expect(longest.slots).to.be.within(900, 1_002);
    await store.close();
  });

  it("another number of the same key in two calls at once is not lost: the amounts add up", async () => {
    const store = open("amounts");
    const big = counter({ kind: "fixed-window", limit: 2 ** 50, amount: 3_000_000_000 });
    await Promise.all(Array.from({ length: 20 }, () => store.add([big], 0)));
    expect(await store.read([big], 0)).to.deep.equal([60_000_000_000]);
    await store.close();
  });

  it("a client of the caller's stays open after close()", async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    const store = createRedisCounters({ client, prefix: server.prefix("given") });
    await store.take([counter()], 0);
    await store.close();
    expect(await client.ping()).to.equal("PONG");
    expect(client.listenerCount("error")).to.equal(0);
    await client.close();
  });
});

describe("what would make Redis lose counters", () => {
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
  afterEach(() => client.configSet({ appendonly: "yes", save: "", "maxmemory-policy": "noeviction" }));

  async function findings(url = server.url) {
    const store = createRedisCounters({ url });
    const found = await store.check();
    await store.close();
    return found;
  }

  it("an append-only file, or snapshots, and no eviction: nothing", async () => {
    expect(await findings()).to.deep.equal([]);
    await client.configSet({ appendonly: "no", save: "3600 1" });
    expect(await findings()).to.deep.equal([]);
  });

  it("eviction and no persistence are found, and reported once", async () => {
    await client.configSet({ appendonly: "no", "maxmemory-policy": "allkeys-lru" });
    const [eviction, persistence, ...others] = await findings();
    expect(eviction).to.contain("maxmemory-policy is allkeys-lru");
    expect(persistence).to.contain("Nothing is persisted");
    expect(others).to.deep.equal([]);
    const problems: string[] = [];
    const store = createRedisCounters({
      url: server.url,
      onProblem: ({ message }) => void problems.push(message),
    });
    for (let i = 0; i < 3; i++) await store.take([counter()], 0);
    for (const end = Date.now() + 2_000; problems.length < 2 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await store.take([counter()], 0);
    await store.check();
    expect(problems).to.deep.equal([eviction, persistence].map((one) => `Redis can lose counters: ${one}`));
    await store.close();
  });

  it("a user without the right to read the settings is told so, and counts", async () => {
    await client.sendCommand("ACL SETUSER bare on >bare-password +@all -info -config ~*".split(" "));
    const url = server.url.replace("//", "//bare:bare-password@");
    expect((await findings(url))[0]).to.contain("allow INFO");
    await client.sendCommand("ACL SETUSER some on >some-password +@all -config ~*".split(" "));
    await client.configSet({ appendonly: "no" });
    expect(await findings(server.url.replace("//", "//some:some-password@"))).to.deep.equal([]);
  });

  it("a full Redis refuses to count, and raises nothing", async () => {
    const store = createRedisCounters({ url: server.url, prefix: "{full}:" });
    await store.take([counter()], 0);
    await client.configSet("maxmemory", "1");
    const outcome = await store.take([counter(), counter({ key: "b" })], 0).then(JSON.stringify, String);
    await client.configSet("maxmemory", "0");
    expect(outcome).to.contain("OOM");
    expect(await store.read([counter(), counter({ key: "b" })], 0)).to.deep.equal([1, 0]);
    await store.close();
  });
});

describe("counters in a cluster", () => {
  let server: PausableService;
  before(async function () {
    server = await serviceFor(this, () => launchRedis({ cluster: true }));
    const client = createClient({ url: server.url });
    await client.connect();
    await client.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
    while (!(await client.sendCommand<string>(["CLUSTER", "INFO"])).includes("cluster_state:ok"))
      await new Promise((resolve) => setTimeout(resolve, 20));
    await client.close();
  });
  after(() => server?.stop());

  it("are counted together, with keys that hold braces", async () => {
    const client = createCluster({ rootNodes: [{ url: server.url }] });
    await client.connect();
    const store = createRedisCounters({ client });
    const three = ["a", "{b}", "}c{"].map((key, i) => counter({ key, kind: KINDS[i]! }));
    expect(await store.take(three, 0)).to.deep.equal({ used: [1, 1, 1] });
    expect(await store.read(three, 0)).to.deep.equal([1, 1, 1]);
    expect(await store.check()).to.deep.equal([]);
    await store.reset(["{b}", "a"]);
    expect(await store.read(three, 0)).to.deep.equal([0, 0, 1]);
    await store.close();
    await client.close();
  });
});
