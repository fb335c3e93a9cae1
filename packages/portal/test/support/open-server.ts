import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { ProductAuth } from "@product-auth/core";
import { productAuth as expressAuth } from "@product-auth/express";
import { portalRoutes as expressRoutes } from "@product-auth/express/portal";
import { productAuth as fastifyAuth } from "@product-auth/fastify";
import { portalRoutes as fastifyRoutes } from "@product-auth/fastify/portal";
import { productAuth as koaAuth } from "@product-auth/koa";
import { portalRoutes as koaRoutes } from "@product-auth/koa/portal";
import type { Portal } from "@product-auth/portal";
import express from "express";
import Fastify from "fastify";
import Koa from "koa";

export const frameworks = ["express", "koa", "fastify"] as const;
export type FrameworkName = (typeof frameworks)[number];

/** Milliseconds for a test that checks passwords: their threads come after all else on a busy machine. */
export const WITH_PASSWORDS = 60_000;

/** Tests that run on each framework: the attacks of a portal do not depend on the one that it is mounted in. */
export function describeOnEach(what: string, tests: (framework: FrameworkName) => void): void {
  for (const framework of frameworks)
    describe(`${what}, on ${framework}`, function () {
      this.timeout(WITH_PASSWORDS);
      tests(framework);
    });
}

/** What a server answers below the path of the portal, and besides: `auth` guards every other path, which is answered `[]`. */
export interface Mounted {
  readonly portal: Portal;
  /** Path of the portal, without a slash at the end. */
  readonly base: string;
  readonly framework: FrameworkName;
  readonly auth?: ProductAuth;
}

/** A server that listens before its application exists: the address of a portal holds the port. */
export interface OpenServer {
  readonly origin: string;
  readonly mount: (mounted: Mounted) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openServer(): Promise<OpenServer> {
  let listener: RequestListener = (_, res) => res.writeHead(503).end();
  const server = createServer((req, res) => listener(req, res));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  server.unref(); // a test that has ended needs no answers
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async mount(mounted) {
      listener = await listeners[mounted.framework](mounted);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const listeners: Record<FrameworkName, (mounted: Mounted) => Promise<RequestListener>> = {
  express({ portal, base, auth }) {
    const app = express();
    app.use(base === "" ? "/" : base, expressRoutes(portal));
    if (auth !== undefined) app.use(expressAuth(auth), (_req, res) => void res.json([]));
    return Promise.resolve(app);
  },
  koa({ portal, base, auth }) {
    const app = new Koa();
    app.use(koaRoutes(portal, base === "" ? "/" : base));
    if (auth !== undefined) app.use(koaAuth(auth)).use((ctx) => void (ctx.body = []));
    const answer = app.callback();
    return Promise.resolve((req, res) => void answer(req, res));
  },
  async fastify({ portal, base, auth }) {
    const app = Fastify();
    await app.register(fastifyRoutes(portal), { prefix: base });
    if (auth !== undefined)
      await app.register(async (scope) => {
        await scope.register(fastifyAuth(auth));
        scope.all("/*", () => Promise.resolve([]));
      });
    await app.ready();
    return (req, res) => app.routing(req, res);
  },
};
