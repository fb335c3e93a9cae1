import type { SubscriptionChange } from "@product-auth/core";
import { expect } from "chai";
import { createClient } from "redis";
import { ChangeListener } from "#src/change-listener.js";
import { serverFor, type Server } from "./support/server.js";
import { silentProxy } from "./support/silent-proxy.js";

const CHANNEL = "{half-open}:changes";

describe("a connection to Redis that is half open", function () {
  this.timeout(20_000);
  let server: Server;
  let proxy: Awaited<ReturnType<typeof silentProxy>>;
  let listener: ChangeListener | undefined;
  let told: SubscriptionChange[];
  let problems: string[];
  before(async function () {
    server = await serverFor(this);
  });
  beforeEach(async () => {
    proxy = await silentProxy(server.url);
    [told, problems] = [[], []];
  });
  afterEach(() => {
    listener?.close();
    proxy.close();
  });

  function listen(options: object = {}): void {
    listener = new ChangeListener({
      makeClient: () => {
        const client = createClient({ url: proxy.url, disableOfflineQueue: true, ...options });
        client.unref();
        return client;
      },
      channel: CHANNEL,
      timeout: 200,
      heartbeatInterval: 100,
      onChange: (change) => void told.push(change),
      onProblem: ({ message }) => void problems.push(message),
    });
  }
  const publish = (digest: string) =>
    server.with((client) => client.publish(CHANNEL, JSON.stringify([digest])));
  async function until(condition: () => boolean): Promise<void> {
    for (const end = Date.now() + 10_000; !condition();) {
      if (Date.now() > end) throw new Error(`told ${JSON.stringify(told)}, problems ${problems.join()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  for (const RESP of [2, 3] as const)
    it(`is noticed, and everything is forgotten when it listens again (RESP${RESP})`, async () => {
      listen({ RESP });
      await until(() => told.length === 1);
      await publish("heard");
      await until(() => told.length === 2);
      await new Promise((resolve) => setTimeout(resolve, 500)); // some heartbeats: a live connection is left alone
      expect(proxy.connections()).to.equal(1);
      expect(problems).to.deep.equal([]);

      proxy.silence();
      await publish("missed");
      await until(() => problems.includes("The connection that listens for changes does not answer"));
      proxy.recover();
      await until(() => told.length === 3);
      expect(told).to.deep.equal(["everything", { digests: ["heard"] }, "everything"]);
      await publish("heard again");
      await until(() => told.length === 4);
    });

  it("is noticed while connecting, too", async () => {
    proxy.silence();
    listen();
    await until(() => problems.length >= 1);
    proxy.recover();
    await until(() => told.length === 1);
    expect(told).to.deep.equal(["everything"]);
  });

  it("a server that does not allow PING is one that answers", async () => {
    const acl = ["on", ">secret", "-@all", "+subscribe", "&*"];
    await server.with((client) => client.sendCommand(["ACL", "SETUSER", "mute", ...acl]));
    listen({ username: "mute", password: "secret" });
    await until(() => told.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(problems).to.deep.equal([]);
    expect(proxy.connections()).to.equal(1);
    await server.with((client) => client.sendCommand(["ACL", "DELUSER", "mute"]));
  });

  it("a listener that is closed asks no more", async () => {
    listen();
    await until(() => told.length === 1);
    proxy.silence();
    listener?.close();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(problems).to.deep.equal([]);
  });
});
