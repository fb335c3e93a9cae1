import type { RequestListener } from "node:http";
import Router from "@koa/router";
import type { ProductAuth } from "@product-auth/core";
import { productAuth as forExpress } from "@product-auth/express";
import { productAuth as forFastify } from "@product-auth/fastify";
import { productAuth as forKoa } from "@product-auth/koa";
import express from "express";
import fastify from "fastify";
import Koa from "koa";

type Core = ProductAuth<"starter" | "pro", "orders">;

/** The same API in each framework: `/pro` and `/orders/...` answer `ok` to callers of the product pro. */
export const FRAMEWORKS: Readonly<Record<string, (core: Core) => Promise<RequestListener>>> = {
  Express: async (core) => {
    const auth = forExpress(core);
    return express().get(["/pro", "/orders/:id"], auth.requireProduct("pro"), (_req, res) => {
      res.send("ok");
    });
  },
  Koa: async (core) => {
    const auth = forKoa(core);
    const router = new Router();
    router.get(["/pro", "/orders/:id"], auth.requireProduct("pro"), (ctx) => {
      ctx.body = "ok";
    });
    const handle = new Koa().use(router.routes()).callback();
    return (req, res) => void handle(req, res);
  },
  Fastify: async (core) => {
    const app = fastify();
    await app.register(forFastify(core));
    for (const path of ["/pro", "/orders/:id"])
      app.get(path, { config: { productAuth: { product: "pro" } } }, () => "ok");
    await app.ready();
    return (req, res) => app.routing(req, res);
  },
};
