import { expect } from "chai";
import { createServer, type RequestListener, type Server } from "node:http";
import Router from "@koa/router";
import { createProductAuth, MemorySubscriptionStore, type ProductAuth } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { productAuth as forExpress } from "@product-auth/express";
import { productAuth as forFastify } from "@product-auth/fastify";
import { productAuth as forKoa } from "@product-auth/koa";
import {
  KEY,
  listening,
  optionsFor,
  startTestEntra,
  stopped,
  SUBSCRIPTIONS,
} from "@product-auth/testkit/adapter";
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import request from "supertest";

type Shared = ProductAuth<"starter" | "pro" | "classic" | "batch">;

/** The same API in each framework: `/pro` for the product of that name; it answers with who was let in. */
const FRAMEWORKS: Readonly<Record<string, (core: Shared) => Promise<RequestListener>>> = {
  Express: async (core) => {
    const auth = forExpress(core);
    return express().get("/pro", auth.requireProduct("pro"), (_req, res) => {
      res.json(res.locals.productAuth.credential);
    });
  },
  Koa: async (core) => {
    const auth = forKoa(core);
    const router = new Router();
    router.get("/pro", auth.requireProduct("pro"), (ctx) => {
      ctx.body = JSON.stringify(ctx.state.productAuth.credential);
      ctx.type = "json";
    });
    const handle = new Koa().use(router.routes()).callback();
    return (req, res) => void handle(req, res);
  },
  Fastify: async (core) => {
    const app = fastify();
    await app.register(forFastify(core));
    app.get("/pro", { config: { productAuth: { product: "pro" } } }, (request, reply) =>
      reply.type("application/json").send(JSON.stringify(request.productAuth.credential)),
    );
    await app.ready();
    return (req, res) => app.routing(req, res);
  },
};

/** One server per framework, all over one instance. */
async function serveAll(core: Shared): Promise<Readonly<Record<string, Server>>> {
  const servers: Record<string, Server> = {};
  for (const [name, build] of Object.entries(FRAMEWORKS))
    servers[name] = await listening(createServer(await build(core)));
  return servers;
}

describe("Express, Koa and Fastify side by side over one instance", () => {
  let entra: Entra;
  let core: Shared;
  let servers: Readonly<Record<string, Server>>;
  let lookUps = 0;
  let closed = 0;

  before(async () => {
    entra = await startTestEntra();
    const store = new MemorySubscriptionStore(SUBSCRIPTIONS);
    core = createProductAuth(
      optionsFor(entra, {
        subscriptions: {
          findByKeyDigest: (digest) => {
            lookUps += 1;
            return Promise.resolve(store.findByKeyDigest(digest));
          },
          close: () => void (closed += 1),
        },
      }),
    );
    servers = await serveAll(core);
  });
  after(async () => {
    await Promise.all(Object.values(servers).map(stopped));
    await core.close();
    await entra.close();
    expect(closed, "times that the store was closed").to.equal(1);
  });

  it("one discovery, one fetch of keys and one remembered token, whoever asks first", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "pro" });
    entra.requests.clear();
    const answers = await Promise.all(
      Object.values(servers).flatMap((server) =>
        Array.from({ length: 10 }, async () => request(server).get("/pro").auth(token, { type: "bearer" })),
      ),
    );
    expect(answers.map(({ status, body }) => `${status} ${body as string}`)).to.deep.equal(
      Array<string>(30).fill("200 token"),
    );
    expect([entra.requests.count("discovery"), entra.requests.count("keys")]).to.deep.equal([1, 1]);
    expect(core.health().rememberedTokens).to.equal(1);
  });

  it("one look-up of a key, whose answer all remember", async () => {
    lookUps = 0;
    for (const server of Object.values(servers))
      await request(server).get("/pro").set(KEY, "pro-key").expect(200, '"key"');
    expect(lookUps).to.equal(1);
  });

  it("one update of the catalog, seen by all", async () => {
    const { products } = optionsFor(entra);
    const token = await entra.tokenFor({ client: "contoso", product: "pro" });
    const statuses = async () =>
      Promise.all(
        Object.values(servers).map(
          async (server) => (await request(server).get("/pro").auth(token, { type: "bearer" })).status,
        ),
      );
    core.update({ products: { ...products, pro: { ...products.pro, accepts: ["key"] } } });
    expect(await statuses()).to.deep.equal([401, 401, 401]);
    core.update({ products });
    expect(await statuses()).to.deep.equal([200, 200, 200]);
  });

  it("the same answer to the same caller, to the byte", async () => {
    const asks: readonly Record<string, string>[] = [
      {},
      { authorization: "Bearer rubbish" },
      { authorization: "Basic dXNlcjpwYXNz" },
      { [KEY]: "wrong-key" },
      { [KEY]: "suspended-key" },
      { authorization: `Bearer ${await entra.tokenFor({ client: "stranger", product: "pro" })}` },
    ];
    for (const headers of asks) {
      const seen = await Promise.all(
        Object.values(servers).map(async (server) => {
          const answer = await request(server).get("/pro").set(headers);
          const { "www-authenticate": challenge = "", "content-type": type } = answer.headers as Record<
            string,
            string
          >;
          return { status: answer.status, challenge: challenge.replace(/:\d+/, ""), type, text: answer.text };
        }),
      );
      expect(seen[0]!.status).to.be.within(401, 403);
      expect(seen[1]).to.deep.equal(seen[0]);
      expect(seen[2]).to.deep.equal(seen[0]);
    }
  });
});

describe("two instances with different tenants in one process, each on all three frameworks", () => {
  let home: Entra;
  let away: Entra;
  const cores: Shared[] = [];
  const everywhere: Record<string, Server>[] = [];

  before(async () => {
    home = await startTestEntra();
    // The same products and clients, with the same ids, in another tenant.
    away = await startTestEntra({ tenantId: "12345678-1111-4222-8333-123456789012" });
    const keyOf = (primaryKey: string) =>
      [{ id: primaryKey, scope: "/products/pro", primaryKey }] as const satisfies readonly object[];
    cores.push(
      createProductAuth(optionsFor(home, { subscriptions: keyOf("home-key") })),
      createProductAuth(optionsFor(away, { subscriptions: keyOf("away-key") })),
    );
    for (const core of cores) everywhere.push(await serveAll(core));
  });
  after(async () => {
    await Promise.all(everywhere.flatMap((servers) => Object.values(servers).map(stopped)));
    await Promise.all([...cores.map((core) => core.close()), home?.close(), away?.close()]);
  });

  it("a token or key of one is nothing to the other, even when it is remembered there", async () => {
    const wish = { client: "contoso", product: "pro" };
    const tokens = [await home.tokenFor(wish), await away.tokenFor(wish)];
    for (let round = 0; round < 2; round++) {
      for (const [i, servers] of everywhere.entries()) {
        for (const [name, server] of Object.entries(servers)) {
          const bearer = (token: string) => request(server).get("/pro").auth(token, { type: "bearer" });
          const key = (text: string) => request(server).get("/pro").set(KEY, text);
          const keys = ["home-key", "away-key"];
          const [mine, other] = [i, 1 - i];
          expect((await bearer(tokens[mine]!)).status, `${name}, own token`).to.equal(200);
          expect((await bearer(tokens[other]!)).status, `${name}, other's token`).to.equal(401);
          expect((await key(keys[mine]!)).status, `${name}, own key`).to.equal(200);
          expect((await key(keys[other]!)).status, `${name}, other's key`).to.equal(401);
        }
      }
    }
    expect(cores.map((core) => core.health().rememberedTokens)).to.deep.equal([1, 1]);
  });
});
