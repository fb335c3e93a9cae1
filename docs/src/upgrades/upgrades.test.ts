import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startEntra, type Entra } from "@product-auth/emulator";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import { expect } from "chai";
import express from "express";
import { WebSocket, WebSocketServer } from "ws";
import * as onExpress from "./express.js";
import { createFeed as onFastify } from "./fastify.js";
import * as onKoa from "./koa.js";
import * as onNode from "./plain-node.js";
import { reportOf } from "./report.js";
import { stop } from "./stop.js";

type Options = ProductAuthOptions<"starter" | "pro">;

interface Feed {
  readonly auth: { close(): Promise<void> };
  readonly server: Server;
}

const feeds: Record<string, (options: Options) => Promise<Feed>> = {
  Express: async (options) => onExpress.createFeed(options),
  Koa: async (options) => onKoa.createFeed(options),
  "plain Node": async (options) => onNode.createFeed(options),
  async Fastify(options) {
    const app = await onFastify(options);
    await app.ready();
    return { auth: { close: () => app.close() }, server: app.server };
  },
};

/** The first message of a WebSocket, or the status of the refusal. */
const connect = (server: Server, headers: Record<string, string>) =>
  new Promise<string | number>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const ws = new WebSocket(`ws://127.0.0.1:${port}/feed`, { headers });
    ws.on("message", (message: Buffer) => {
      resolve(message.toString());
      ws.terminate();
    });
    ws.on("unexpected-response", (_req, res) => resolve(res.statusCode ?? 0));
    ws.on("error", reject);
  });

const listen = (server: Server) =>
  new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));

describe("the page of upgrades", () => {
  let entra: Entra;
  let options: Options;
  let authorization: string;
  before(async () => {
    entra = await startEntra({
      products: { starter: {}, pro: {} },
      clients: { contoso: { products: ["starter"] } },
    });
    const product = (name: string) => ({ audience: entra.products[name]!.audience });
    const products = { starter: product("starter"), pro: product("pro") };
    options = { tenantId: entra.tenantId, authorityHost: entra.origin, products };
    authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
  });
  after(() => entra.close());

  for (const [framework, serve] of Object.entries(feeds))
    it(`${framework}: a program and the listed page connect with a token, and no others`, async () => {
      const { auth, server } = await serve(options);
      await listen(server);
      const page = (origin: string) => connect(server, { authorization, origin });
      expect(await connect(server, { authorization })).to.equal("Hello, starter");
      expect(await page("https://app.example")).to.equal("Hello, starter");
      expect(await page("https://evil.example")).to.equal(403);
      expect(await connect(server, {})).to.equal(401);
      server.closeAllConnections();
      await stop(auth, server);
    });

  it("the report names who answers upgrades", async () => {
    const auth = productAuth({ products: { pro: { accepts: ["key"] } }, subscriptions: [] });
    const app = express();
    app.use(auth);
    const server = createServer(app);
    const guarded = auth.guardUpgrade({ product: "pro" }, () => undefined);
    server.on("upgrade", guarded);
    const { routes } = reportOf(auth, app, server);
    expect(routes.map(({ method, state, demands }) => ({ method, state, demands }))).to.deep.equal([
      { method: "UPGRADE", state: "guarded", demands: "product pro" },
    ]);
    const open = new WebSocketServer({ server });
    const { opaque } = reportOf(auth, app, server);
    expect(opaque.map(({ path, why }) => `${path} ${why}`)).to.deep.equal([
      "* answers upgrades (WebSockets) by itself, and no guardUpgrade stands before it",
    ]);
    open.close();
    await auth.close();
  });

  it("stopping ends the connections that were upgraded", async () => {
    const subscriptions = [{ id: "contoso", scope: "/products/pro", primaryKey: "pro-key" }] as const;
    const auth = productAuth({ products: { pro: { accepts: ["key"] } }, subscriptions });
    const server = createServer();
    let upgraded = () => {};
    const opened = new Promise<void>((resolve) => (upgraded = resolve));
    server.on(
      "upgrade",
      auth.guardUpgrade((_req, socket) => {
        socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
        upgraded();
      }),
    );
    await listen(server);
    const { port } = server.address() as AddressInfo;
    const client = new WebSocket(`ws://127.0.0.1:${port}/`, {
      headers: { "ocp-apim-subscription-key": "pro-key" },
    });
    client.on("error", () => undefined);
    await opened;
    await stop(auth, server);
    expect(server.listening).to.equal(false);
  });
});
