import { readFileSync } from "node:fs";
import { createRedisSubscriptions } from "@product-auth/redis";
import { launchRedis, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { expect } from "chai";
import { createClient } from "redis";
import request from "supertest";
import { createApi, createCounters, createLimitedApi, replaceKey, withClientOfYourOwn } from "./readme.js";
import { stored } from "./support/subscriptions.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const rights = [...readme.matchAll(/^ACL SETUSER .*$/gm)].map(([line]) => line.split(" "));

describe("the README of @product-auth/redis", () => {
  let server: OwnService;
  before(async function () {
    server = await serviceFor(this, () => launchRedis({ tls: true }));
  });
  after(() => server?.stop());

  const as = (user: string) => server.url.replace("//", `//orders_${user}:${user}-password@`);
  const clientAt = (url: string) => createClient({ url, socket: { tls: true, ca: server.ca! } });
  async function ask(command: readonly string[], url = server.url) {
    const client = clientAt(url);
    await client.connect();
    try {
      return await client.sendCommand([...command]);
    } finally {
      await client.close();
    }
  }

  it("its code works with the rights that it grants, and these are the least", async () => {
    expect(rights).to.have.length(3);
    for (const line of rights) await ask(line);
    const key = await replaceKey(as("admin"), server.ca!);
    const { app, close } = createApi(as("api"), server.ca!);
    await request(app).get("/orders").set("Ocp-Apim-Subscription-Key", key).expect(200);
    await request(app).get("/orders").set("Ocp-Apim-Subscription-Key", "another").expect(401);
    await close();

    for (const command of [
      ["SET", "{product-auth}:subscription:a", "{}"],
      ["GET", "another"],
      ["PUBLISH", "{product-auth}:changes", "[]"],
      ["SUBSCRIBE", "another"],
      ["FLUSHALL"],
      ["KEYS", "*"],
    ])
      expect(await ask(command, as("api")).then(String, String), command.join(" ")).to.contain("NOPERM");
    for (const command of [["SET", "another", "1"], ["GET", "another"], ["FLUSHALL"], ["KEYS", "*"]])
      expect(await ask(command, as("admin")).then(String, String), command.join(" ")).to.contain("NOPERM");
  });

  it("the rights of the administration are enough: it lists, deletes and listens", async () => {
    const store = createRedisSubscriptions({
      url: as("admin"),
      connection: { socket: { tls: true, ca: server.ca! } },
      prefix: "{product-auth}:",
    });
    await new Promise<void>((resolve) => store.onChange((change) => change === "everything" && resolve()));
    await store.insert(stored("a", { ownerId: "zoe" }));
    await store.replace(stored("a", { version: 2, keys: stored("b").keys }));
    expect((await store.list()).items.map(({ id }) => id)).to.include("a");
    expect(await store.delete("a")).to.equal(true);
    await store.close();
  });

  it("the rights of the counters are enough, and these are the least", async () => {
    const auth = createLimitedApi(as("limits"), server.ca!);
    const usage = await auth.limits.of({ subscription: { id: "a", scope: "/products/pro" } });
    expect(usage.map(({ used }) => used)).to.deep.equal([0, 0]);
    await auth.close();
    const store = createCounters(as("limits"), server.ca!);
    for (const kind of ["sliding-window", "token-bucket", "fixed-window"] as const) {
      const more = { limit: 2, amount: 1, period: 200, anchor: 0, isMadeUp: false };
      const counter = { key: kind, kind, ...more };
      for (const expected of [{ used: [1] }, { used: [2] }])
        expect(await store.take([{ ...counter, period: 60_000 }], 0)).to.deep.equal(expected);
      expect(await store.read([counter], 0)).to.have.length(1);
      await store.reset([kind]);
    }
    const slots = { limit: 5_000, amount: 1, period: 100, anchor: 0, isMadeUp: false };
    for (let i = 0; i < 60; i++) {
      await store.add([{ key: "slots", kind: "sliding-window", ...slots }], 0);
      await new Promise((resolve) => setTimeout(resolve, 3)); // entries end, and are removed
    }
    expect(await store.check()).to.deep.equal([]);
    await store.close();
    for (const command of [
      ["SET", "{product-auth}:subscription:a", "{}"],
      ["GET", "{product-auth}:ids"],
      ["FLUSHALL"],
    ])
      expect(await ask(command, as("limits")).then(String, String), command.join(" ")).to.contain("NOPERM");
  });

  it("a push arrives with the rights of an API", async () => {
    const connection = { socket: { tls: true, ca: server.ca! } } as const;
    const api = createRedisSubscriptions({ url: as("api"), connection });
    const told = new Promise((resolve) =>
      api.onChange((change) => change !== "everything" && resolve(change.digests)),
    );
    await new Promise<void>((resolve) => api.onChange((change) => change === "everything" && resolve()));
    await replaceKey(as("admin"), server.ca!);
    expect(await told).to.have.length(2);
    await api.close();
  });

  it("no key is in the database, only digests", async () => {
    const key = await replaceKey(server.url, server.ca!);
    const client = clientAt(server.url);
    await client.connect();
    const documents = await client.mGet(await client.keys("{product-auth}:subscription:*"));
    await client.close();
    expect(documents.length).to.be.above(0);
    expect(JSON.stringify(documents)).not.to.contain(key.slice(5, -4));
  });

  it("a client of one's own is taken, and left open", async () => {
    const { client, subscriptions } = await withClientOfYourOwn(server.url, server.ca!);
    await subscriptions.insert(stored("a"));
    expect(await client.exists("{shop}:subscription:a")).to.equal(1);
    await subscriptions.close();
    expect(await client.ping()).to.equal("PONG");
    await client.close();
  });
});
