import type { RequestListener } from "node:http";
import type { ProductAuth } from "@product-auth/core";
import { productAuth as forExpress } from "@product-auth/express";
import { productAuth as forFastify } from "@product-auth/fastify";
import { productAuth as forKoa } from "@product-auth/koa";
import Router from "@koa/router";
import type { ProductName } from "@product-auth/testkit/adapter";
import express from "express";
import fastify, { type onRequestHookHandler } from "fastify";
import Koa from "koa";

/** The instance behind all guards. */
export type Shared = ProductAuth<ProductName>;

/** What stands before the route: our guard, or a step of the framework's own that does the least there is to do. */
export type Before = { readonly guard: Shared } | { readonly step: "lets on" | "refuses" };

/** Builds an application with one route, `/pro`. `reached` is called when a request reaches its handler. */
export type Build = (before: Before, reached: () => void) => Promise<RequestListener>;

const BODY = '{ "statusCode": 401 }';

async function buildExpress(before: Before, reached: () => void): Promise<RequestListener> {
  const step = (refuses: boolean): express.RequestHandler =>
    function plainStep(_req, res, next) {
      if (!refuses) return next();
      res.statusCode = 401;
      res.setHeader("content-type", "application/json");
      res.end(BODY);
    };
  const guard =
    "guard" in before ? forExpress(before.guard).requireProduct("pro") : step(before.step === "refuses");
  return express().get("/pro", guard as express.RequestHandler, (_req, res) => {
    reached();
    res.end("ok");
  });
}

async function buildKoa(before: Before, reached: () => void): Promise<RequestListener> {
  const step = (refuses: boolean): Koa.Middleware =>
    function plainStep(ctx, next) {
      if (!refuses) return next();
      ctx.status = 401;
      ctx.set("content-type", "application/json");
      ctx.body = BODY;
    };
  const guard =
    "guard" in before ? forKoa(before.guard).requireProduct("pro") : step(before.step === "refuses");
  const router = new Router();
  router.get("/pro", guard as Koa.Middleware, (ctx) => {
    reached();
    ctx.body = "ok";
  });
  const listener = new Koa().use(router.routes()).callback();
  return (req, res) => void listener(req, res);
}

async function buildFastify(before: Before, reached: () => void): Promise<RequestListener> {
  const app = fastify();
  const step = (refuses: boolean): onRequestHookHandler =>
    function plainStep(_request, reply, done) {
      if (!refuses) return done();
      reply.code(401).header("content-type", "application/json").send(Buffer.from(BODY));
    };
  if ("guard" in before) await app.register(forFastify(before.guard));
  else app.addHook("onRequest", step(before.step === "refuses"));
  const config = "guard" in before ? ({ productAuth: { product: "pro" } } as const) : {};
  app.get("/pro", { config }, (_request, reply) => {
    reached();
    reply.send("ok");
  });
  await app.ready();
  return (req, res) => app.routing(req, res);
}

/** The same application in each framework. */
export const FRAMEWORKS: Readonly<Record<"Express" | "Koa" | "Fastify", Build>> = {
  Express: buildExpress,
  Koa: buildKoa,
  Fastify: buildFastify,
};

/** Name of a framework. */
export type Framework = keyof typeof FRAMEWORKS;
