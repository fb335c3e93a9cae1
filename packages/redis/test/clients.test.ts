import { createRedisSubscriptions } from "@product-auth/redis";
import { launchRedis, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { expect } from "chai";
import { createClient, createCluster } from "redis";
import { serverFor, type Server } from "./support/server.js";
import { stored } from "./support/subscriptions.js";

const digest = (id: string) => stored(id).keys[0]!.digest;

describe("clients", () => {
  let server: Server;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  it("a client of the caller's stays open after close(), and is as it was", async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    const store = await server.open("given", { client });
    await store.insert(stored("a"));
    expect((await store.findByKeyDigest(digest("a")))?.id).to.equal("a");
    await store.close();
    expect(await client.ping()).to.equal("PONG");
    expect(client.listenerCount("error")).to.equal(0);
    await client.close();
  });

  it("its own client is closed: nothing can be asked any more", async () => {
    const store = await server.open("own");
    await store.insert(stored("a"));
    await store.close();
    expect(await store.findByKeyDigest(digest("a")).then(String, String)).to.contain("closed");
  });

  it("1,000 look-ups at once are all answered, each with its own", async () => {
    const store = await server.open("many", { timeout: 10_000 });
    const ids = Array.from({ length: 100 }, (_, i) => `s${i}`);
    await Promise.all(ids.map((id) => store.insert(stored(id))));
    const asked = Array.from({ length: 1_000 }, (_, i) => (i % 10 === 9 ? "nobody" : ids[i % 100]!));
    const found = await Promise.all(asked.map((id) => store.findByKeyDigest(digest(id))));
    expect(found.map((one) => one?.id ?? "nobody")).to.deep.equal(asked);
    await store.close();
  });

  it("a look-up is one command", async () => {
    const store = await server.open("one-command");
    await store.insert(stored("a"));
    const calls = () =>
      server.with(async (client) => {
        const stats = await client.info("commandstats");
        return (
          Number(/cmdstat_get:calls=(\d+)/.exec(stats)?.[1]) + Number(/evalsha:calls=(\d+)/.exec(stats)?.[1])
        );
      });
    const before = await calls();
    await store.findByKeyDigest(digest("a"));
    expect((await calls()) - before).to.equal(1);
    await store.close();
  });

  it("scripts that the server has forgotten are sent again", async () => {
    const store = await server.open("forgotten");
    await store.insert(stored("a"));
    await server.with((client) => client.scriptFlush());
    await store.insert(stored("b"));
    expect((await store.list()).items.map(({ id }) => id)).to.deep.equal(["a", "b"]);
    await store.close();
  });
});

describe("a server that is lost", function () {
  this.timeout(20_000);
  let server: OwnService;
  before(async function () {
    server = await serviceFor(this, launchRedis);
  });
  after(() => server?.stop());

  it("onProblem is told, and the process lives on", async () => {
    const problems: Error[] = [];
    const store = createRedisSubscriptions({
      url: server.url,
      onProblem(problem) {
        problems.push(problem);
        throw new Error("an observer that throws");
      },
    });
    await store.insert(stored("a"));
    await new Promise<void>((resolve) => store.onChange((change) => change === "everything" && resolve()));
    await server.stop();
    const since = Date.now();
    expect(await store.findByKeyDigest(digest("a")).then(String, String)).to.match(/lost|clos|offline/i);
    expect(Date.now() - since).to.be.below(200);
    const listensAgain = new Promise<void>((resolve) =>
      store.onChange((change) => change === "everything" && resolve()),
    );
    await server.restart();
    await listensAgain;
    for (const end = Date.now() + 10_000; ;) {
      const found = await store.findByKeyDigest(digest("a")).catch(() => undefined);
      if (found?.id === "a") break;
      expect(Date.now()).to.be.below(end);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(problems.length).to.be.above(1);
    await store.close();
  });

  it("a server that was never there: a look-up is given up in time", async () => {
    const store = createRedisSubscriptions({ url: "redis://127.0.0.1:1", timeout: 300 });
    store.onChange(() => {});
    for (let i = 0; i < 2; i++) {
      const since = Date.now();
      expect(await store.findByKeyDigest("x").then(String, String)).to.contain("300 ms");
      expect(Date.now() - since).to.be.within(250, 1_000);
    }
    await store.close();
  });

  it("a server that does not answer: a look-up is given up in time, and a later one is answered", async () => {
    const store = createRedisSubscriptions({ url: server.url, timeout: 300, prefix: "{silent}:" });
    await store.insert(stored("a"));
    const blocker = createClient({ url: server.url });
    await blocker.connect();
    const busy = blocker
      .sendCommand(["DEBUG", "SLEEP", "1"])
      .catch(() => blocker.sendCommand(["CLIENT", "PAUSE", "1000"]));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await store.findByKeyDigest(digest("a")).then(String, String)).to.contain("300 ms");
    await busy;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await store.findByKeyDigest(digest("a")))?.id).to.equal("a");
    await store.close();
    await blocker.close();
  });
});

describe("a cluster", () => {
  let server: OwnService;
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

  it("takes every command, and tells of changes", async () => {
    const client = createCluster({ rootNodes: [{ url: server.url }] });
    await client.connect();
    const store = createRedisSubscriptions({ client });
    const told: unknown[] = [];
    await new Promise<void>((resolve) =>
      store.onChange((change) => {
        told.push(change);
        if (change === "everything") resolve();
      }),
    );
    await store.insert(stored("a", { ownerId: "zoe" }));
    await store.insert(stored("b"));
    await store.replace(stored("a", { version: 2, keys: stored("c").keys }));
    expect(await store.list({ ownerId: "zoe" })).to.deep.equal({ items: [] });
    expect((await store.list()).items.map(({ id }) => id)).to.deep.equal(["a", "b"]);
    expect((await store.findByKeyDigest(digest("c")))?.id).to.equal("a");
    expect(await store.delete("b")).to.equal(true);
    for (const end = Date.now() + 1_000; told.length < 5 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(told).to.have.length(5);
    await store.close();
    await client.close();
  });
});
