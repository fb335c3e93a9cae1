import type { ImportedOptions } from "@product-auth/apim";
import { productAuth as forExpress } from "@product-auth/express";
import { productAuth as forFastify } from "@product-auth/fastify";
import { productAuth as forKoa } from "@product-auth/koa";
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import { ANSWER, answerIn, served, type App, type Built } from "./ask.js";

/** Applications that are guarded as a whole and trust the proxy on this machine. */
export const frameworks = {
  express: (options: ImportedOptions): Promise<App> => {
    const auth = forExpress<string, string>(options);
    const app = express().set("trust proxy", "loopback").use(auth);
    app.use((req, res) => void res.status(answerIn(req.headers[ANSWER])).send("done"));
    return served({ listener: app, close: () => auth.close() });
  },
  koa: (options: ImportedOptions): Promise<App> => {
    const auth = forKoa<string, string>(options);
    const app = new Koa({ proxy: true, maxIpsCount: 1 }).use(auth);
    app.use((ctx) => {
      ctx.status = answerIn(ctx.headers[ANSWER]);
      ctx.body = "done";
    });
    const serve = app.callback();
    return served({ listener: (req, res) => void serve(req, res), close: () => auth.close() });
  },
  fastify: async (options: ImportedOptions): Promise<App> => {
    const auth = forFastify<string, string>(options);
    const app = fastify({ trustProxy: "loopback" });
    await app.register(auth);
    app.all("/*", async ({ headers }, reply) => reply.code(answerIn(headers[ANSWER])).send("done"));
    await app.ready();
    const built: Built = {
      listener: app.routing,
      async close() {
        await app.close();
        await auth.close();
      },
    };
    return served(built);
  },
} satisfies Record<string, (options: ImportedOptions) => Promise<App>>;

export type Framework = keyof typeof frameworks;
export const frameworkNames = Object.keys(frameworks) as readonly Framework[];
