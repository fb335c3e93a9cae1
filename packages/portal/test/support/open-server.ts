import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { portalRoutes as expressRoutes } from "@product-auth/express/portal";
import { portalRoutes as fastifyRoutes } from "@product-auth/fastify/portal";
import { portalRoutes as koaRoutes } from "@product-auth/koa/portal";
import type { Portal } from "@product-auth/portal";
import express from "express";
import Fastify from "fastify";
import Koa from "koa";

export type FrameworkName = "express" | "koa" | "fastify";

/** A server that listens before its application exists: the address of a portal holds the port. */
export interface OpenServer {
  readonly origin: string;
  readonly mount: (portal: Portal, base: string, framework: FrameworkName) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openServer(): Promise<OpenServer> {
  let listener: RequestListener = (_, res) => res.writeHead(503).end();
  const server = createServer((req, res) => listener(req, res));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async mount(portal, base, framework) {
      listener = await listeners[framework](portal, base);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const listeners: Record<FrameworkName, (portal: Portal, base: string) => Promise<RequestListener>> = {
  express(portal, base) {
    const app = express();
    app.use(base === "" ? "/" : base, expressRoutes(portal));
    return Promise.resolve(app);
  },
  koa(portal, base) {
    const app = new Koa();
    app.use(koaRoutes(portal, base === "" ? "/" : base));
    const answer = app.callback();
    return Promise.resolve((req, res) => void answer(req, res));
  },
  async fastify(portal, base) {
    const app = Fastify();
    await app.register(fastifyRoutes(portal), { prefix: base });
    await app.ready();
    return (req, res) => app.routing(req, res);
  },
};
