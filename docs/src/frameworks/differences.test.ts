import Router from "@koa/router";
import { productAuth as onExpress } from "@product-auth/express";
import { productAuth as onFastify } from "@product-auth/fastify";
import { productAuth as onKoa } from "@product-auth/koa";
import { report } from "@product-auth/routes";
import { expect } from "chai";
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import mount from "koa-mount";
import request from "supertest";
import { createMixedApp } from "./fastify.js";

const options = {
  products: { batch: { accepts: ["key"] }, pro: { accepts: ["key"] } },
  subscriptions: [
    { id: "one", scope: "/products/batch", primaryKey: "batch-key" },
    { id: "two", scope: "/products/pro", primaryKey: "pro-key" },
  ],
} as const;
const withKey = (key: string) => ({ "ocp-apim-subscription-key": key });

describe("what is worth knowing of the frameworks", () => {
  describe("Express and Koa: the order is the rule", () => {
    it("auth.open() behind app.use(auth) comes too late", async () => {
      const auth = onExpress(options);
      const inExpress = express().use(auth);
      inExpress.get("/", auth.open(), (_req, res) => void res.send("ok"));
      await request(inExpress).get("/").expect(401);

      const authOfKoa = onKoa(options);
      const inKoa = new Koa().use(authOfKoa).use(authOfKoa.open());
      await request(inKoa.callback()).get("/").expect(401);
    });

    it("with apis, the path's rule and the route's must both hold", async () => {
      const auth = onExpress({ ...options, apis: { orders: { path: "orders", products: ["batch"] } } });
      const app = express().use(auth);
      app.get("/orders", auth.requireProduct("pro"), (_req, res) => void res.send("ok"));
      await request(app).get("/orders").set(withKey("batch-key")).expect(401);
      await request(app).get("/orders").set(withKey("pro-key")).expect(401);
      await request(app).get("/elsewhere").set(withKey("pro-key")).expect(404);
    });
  });

  describe("Koa", () => {
    it("koa-mount tells capitals apart and @koa/router does not", async () => {
      const auth = onKoa(options);
      const app = new Koa();
      app.use(mount("/mounted", auth));
      const router = new Router();
      router.use("/routed", auth);
      router.get(["/mounted/orders", "/routed/orders"], (ctx) => void (ctx.body = "orders"));
      app.use(router.routes());
      const serve = app.callback();
      await request(serve).get("/mounted/orders").expect(401);
      await request(serve).get("/Mounted/orders").expect(200);
      await request(serve).get("/Routed/orders").expect(401);
    });

    it("router.use(guard) guards the routes that are declared after it, and no unknown paths", async () => {
      const auth = onKoa(options);
      const router = new Router();
      router.get("/before", (ctx) => void (ctx.body = "ok"));
      router.use(auth.requireProduct("batch"));
      router.get("/after", (ctx) => void (ctx.body = "ok"));
      const serve = new Koa().use(router.routes()).callback();
      await request(serve).get("/before").expect(200);
      await request(serve).get("/after").expect(401);
      await request(serve).get("/nowhere").expect(404);
    });

    it("router.use(guard) in a router with a prefix guards it as it is spelt; router.use(path, guard) does not care", async () => {
      const auth = onKoa(options);
      const orders = () => new Router().get("/orders", (ctx) => void (ctx.body = "orders"));
      const prefixed = new Router({ prefix: "/prefixed" }).use(auth).use(orders().routes());
      const nested = new Router().use("/nested", auth, orders().routes());
      const serve = new Koa().use(prefixed.routes()).use(nested.routes()).callback();
      for (const path of ["/prefixed/orders", "/nested/orders", "/Nested/orders"])
        await request(serve).get(path).expect(401);
      await request(serve).get("/Prefixed/orders").expect(200);
    });
  });

  describe("Fastify", () => {
    it("a scope without the plugin is open, beside one that is guarded and a route that guards itself", async () => {
      const auth = onFastify({
        products: { starter: { accepts: ["key"] }, pro: { accepts: ["key"] } },
        subscriptions: [{ id: "one", scope: "/products/pro", primaryKey: "pro-key" }],
      });
      const app = await createMixedApp(auth);
      const get = async (url: string, headers = {}) => (await app.inject({ url, headers })).statusCode;
      expect(await get("/health")).to.equal(200);
      expect(await get("/catalog")).to.equal(401);
      expect(await get("/catalog", withKey("pro-key"))).to.equal(200);
      expect(await get("/orders", withKey("pro-key"))).to.equal(401);
      await app.close();
    });

    it("config says nothing to anybody where the plugin is not registered; the report says so", async () => {
      const auth = onFastify(options);
      const app = fastify();
      app.get("/orders", { config: { productAuth: { product: "batch" } } }, () => "orders");
      expect((await app.inject("/orders")).statusCode).to.equal(200);
      const { unprotected } = await report(app, auth);
      expect(unprotected.map(({ method, path }) => `${method} ${path}`)).to.include("GET /orders");
      await app.close();
    });

    it("a route that was declared before the plugin is refused, whatever it says", async () => {
      const app = fastify();
      app.get("/orders", { config: { productAuth: "open" } }, () => "orders");
      await app.register(onFastify(options));
      expect((await app.inject("/orders")).statusCode).to.equal(401);
      const { statusCode } = await app.inject({ url: "/orders", headers: withKey("batch-key") });
      expect(statusCode).to.equal(500);
      await app.close();
    });

    it("auth.open() as a hook opens nothing that the plugin guards", async () => {
      const auth = onFastify(options);
      const app = fastify();
      await app.register(auth);
      app.get("/orders", { onRequest: auth.open() }, () => "orders");
      expect((await app.inject("/orders")).statusCode).to.equal(401);
      await app.close();
    });

    it("with apis, a rule in config stands in place of the path's", async () => {
      const app = fastify();
      await app.register(
        onFastify({ ...options, apis: { orders: { path: "orders", products: ["batch"] } } }),
      );
      app.get("/orders", { config: { productAuth: { product: "pro" } } }, () => "orders");
      app.get("/elsewhere", () => "never");
      app.get("/beside", { config: { productAuth: { product: "pro" } } }, () => "beside all APIs");
      const get = async (url: string, key: string) =>
        (await app.inject({ url, headers: withKey(key) })).statusCode;
      expect(await get("/orders", "pro-key")).to.equal(200);
      expect(await get("/orders", "batch-key")).to.equal(401);
      expect(await get("/elsewhere", "pro-key")).to.equal(404);
      expect(await get("/beside", "pro-key")).to.equal(200);
      expect(await get("/beside", "batch-key")).to.equal(401);
      await app.close();
    });
  });
});
