import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { UpgradeHandler } from "@product-auth/core";
import type { AnyOptions, AnyRule } from "../adapter/adapter-harness.js";
import type { FullTestRunner } from "../test-runner.js";
import { HeldStore } from "./held-store.js";
import type { ServedUpgrades, UpgradeHarness } from "./upgrade-harness.js";
import { until } from "./web-sockets.js";

/**
 * Declares the tests that every `guardUpgrade` must pass, byte by byte: what is passed on, what is written, and what
 * becomes of sockets whose clients leave, stall or send too much.
 */
export function upgradeContract(runner: FullTestRunner, name: string, harness: UpgradeHarness): void {
  const { describe, it, afterEach } = runner;

  describe(`${name} keeps the contract of upgrades`, () => {
    const opened: ServedUpgrades[] = [];
    const sockets: Socket[] = [];
    afterEach(async () => {
      for (const socket of sockets.splice(0)) socket.destroy();
      for (const served of opened.splice(0)) {
        await served.auth.close();
        await served.close();
      }
    });

    const start = async (
      handler: UpgradeHandler,
      options: Partial<AnyOptions> = {},
      rule: AnyRule = { product: "pro" },
    ) => {
      const products = { pro: { accepts: ["key"] } } as const;
      const subscriptions = [{ id: "contoso", scope: "/products/pro", primaryKey: "pro-key" }] as const;
      const served = await harness.serve({ products, subscriptions, ...options }, rule, handler);
      opened.push(served);
      return served;
    };
    const heldStore = () => {
      const store = new HeldStore({ push: true });
      store.set("pro-key");
      let release = () => {};
      store.hold = new Promise<void>((resolve) => (release = resolve));
      return { store, release: () => release() };
    };
    const send = ({ port }: ServedUpgrades, key: string, rest = "", method = "GET") => {
      const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      sockets.push(socket);
      socket.on("error", () => undefined);
      const fields = ["host: h", "connection: upgrade", "upgrade: echo", `ocp-apim-subscription-key: ${key}`];
      socket.write(`${[`${method} /feed HTTP/1.1`, ...fields].join("\r\n")}\r\n\r\n${rest}`, "latin1");
      return socket;
    };
    const received = async (socket: Socket) => {
      let text = "";
      for await (const chunk of socket) text += (chunk as Buffer).toString("latin1");
      return text;
    };
    const echo: UpgradeHandler = (_req, socket, head) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n");
      socket.write(head);
      socket.pipe(socket);
    };

    it("hands on the bytes that come with the request and behind it", async () => {
      const served = await start(echo);
      const socket = send(served, "pro-key", "one ");
      setTimeout(() => socket.end("two"), 50);
      expect(await received(socket)).to.match(/\r\n\r\none two$/);
    });

    it("opens what any alternative of anyOf admits, and nothing else", async () => {
      const products = { pro: { accepts: ["key"] }, free: { accepts: ["key"] } } as const;
      const rule = { anyOf: [{ product: "free" }, { product: "pro" }] };
      const served = await start(echo, { products }, rule);
      const socket = send(served, "pro-key", "one ");
      setTimeout(() => socket.end("two"), 50);
      expect(await received(socket)).to.match(/\r\n\r\none two$/);
      expect(await received(send(served, "wrong"))).to.match(/^HTTP\/1.1 401 /);
    });

    it("hands on the bytes that come while it waits for the store, in order, and reads on then", async () => {
      const { store, release } = heldStore();
      const served = await start(echo, { subscriptions: store });
      const socket = send(served, "pro-key", "one ");
      await wait(30);
      socket.write("two ");
      await wait(30);
      release();
      setTimeout(() => socket.end("three"), 50);
      expect(await received(socket)).to.match(/\r\n\r\none two three$/);
    });

    it("hands a socket on to a handler that reads later, and loses nothing", async () => {
      const { store, release } = heldStore();
      const later: UpgradeHandler = (req, socket, head, connection) =>
        void setTimeout(() => echo(req, socket, head, connection), 100);
      const served = await start(later, { subscriptions: store });
      const socket = send(served, "pro-key", "one ");
      setTimeout(release, 30);
      setTimeout(() => socket.end("two"), 60);
      expect(await received(socket)).to.match(/\r\n\r\none two$/);
    });

    it("keeps little of a flood that comes while it waits, and hands all of it on", async () => {
      const { store, release } = heldStore();
      let headLength = 0;
      const served = await start(
        (req, socket, head, connection) => {
          headLength = head.length;
          echo(req, socket, head, connection);
        },
        { subscriptions: store },
      );
      const flood = 4_000_000;
      const socket = send(served, "pro-key");
      socket.end(Buffer.alloc(flood, "x"));
      await wait(300);
      release();
      const text = await received(socket);
      expect(headLength).to.be.greaterThan(0).and.at.most(262_144);
      expect(text.length - text.indexOf("\r\n\r\n") - 4).to.equal(flood);
    });

    for (const [how, leave] of [
      ["closes", (socket: Socket) => socket.end()],
      ["resets the connection", (socket: Socket) => socket.resetAndDestroy()],
    ] as const)
      it(`a client that ${how} while it waits is neither handed on nor answered`, async () => {
        const { store, release } = heldStore();
        let handed = 0;
        const served = await start(() => (handed += 1), { subscriptions: store });
        const socket = send(served, "pro-key");
        await until("the store is asked", () => store.asked === 1, 1_000);
        leave(socket);
        await wait(50);
        release();
        await until("the server has let it go", async () => (await served.connections()) === 0, 1_000);
        expect(handed).to.equal(0);
      });

    it("a client that resets the connection afterwards ends nothing but that", async () => {
      const served = await start(echo);
      const socket = send(served, "pro-key");
      await new Promise((resolve) => socket.once("data", resolve));
      socket.resetAndDestroy();
      await until("the server has let it go", async () => (await served.connections()) === 0, 1_000);
      expect(await received(send(served, "wrong"))).to.match(/^HTTP\/1.1 401 /);
    });

    it("answers a refusal in full, one line per field, and closes", async () => {
      const served = await start(() => expect.fail("passed on"));
      const text = await received(send(served, "wrong", "x".repeat(100_000)));
      const [head = "", body = ""] = text.split("\r\n\r\n");
      const [status, ...fields] = head.split("\r\n");
      expect(status).to.equal("HTTP/1.1 401 Unauthorized");
      expect(fields.map((line) => line.replace(/:.*/, ""))).to.include.members([
        ...["content-type", "www-authenticate", "date", "connection", "content-length"],
      ]);
      expect(fields).to.include("connection: close").and.to.include(`content-length: ${body.length}`);
    });

    it("answers HEAD without a body", async () => {
      const served = await start(() => expect.fail("passed on"));
      expect(await received(send(served, "wrong", "", "HEAD"))).to.match(/^HTTP\/1.1 401 .*\r\n\r\n$/s);
    });

    it("lets a refused client go that neither reads nor closes", async () => {
      const served = await start(() => expect.fail("passed on"));
      const socket = send(served, "wrong");
      socket.pause();
      await until("it is connected", async () => (await served.connections()) === 1, 1_000);
      await until("the server has let it go", async () => (await served.connections()) === 0, 3_000);
    });

    it("nothing that `errors` gives ends a line, and 500 when it throws", async () => {
      const warnings: string[] = [];
      const warn = ({ message }: Error) => void warnings.push(message);
      process.on("warning", warn);
      let throws = false;
      const errors = () => {
        if (throws) throw new Error("a bug of the application");
        return { contentType: "text/plain\r\nset-cookie: a=b\r\n\r\n", body: "täxt" };
      };
      const served = await start(() => expect.fail("passed on"), { errors });
      const text = await received(send(served, "wrong"));
      expect(text).to.include("content-type: text/plain??set-cookie: a=b????\r\n");
      expect(text).to.include("content-length: 5\r\n");
      throws = true;
      expect(await received(send(served, "wrong"))).to.match(/^HTTP\/1.1 500 /);
      await wait(10);
      process.off("warning", warn);
      expect(warnings).to.deep.equal(["a bug of the application"]);
    });

    it("hands nothing on behind close()", async () => {
      const served = await start(() => expect.fail("passed on"));
      await served.auth.close();
      expect(await received(send(served, "pro-key"))).to.equal("");
    });
  });
}
