import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Router from "@koa/router";
import * as express from "@product-auth/express";
import * as fastify from "@product-auth/fastify";
import * as koa from "@product-auth/koa";
import type { ProductAuthOptions } from "@product-auth/express";
import type { RouteReport } from "@product-auth/routes";
import { report } from "@product-auth/routes";
import Express from "express";
import Fastify from "fastify";
import Koa from "koa";
import { rulesFromOpenApi, type OperationRule } from "#src/index.js";
import type { ProductName } from "./world.js";

/** An application that a document guards, and its report. */
export interface Guarded {
  readonly name: string;
  readonly origin: string;
  readonly report: RouteReport;
  readonly close: () => Promise<void>;
}

type Options = ProductAuthOptions<ProductName>;

/** The path of an operation in the spelling of the routers. */
const routePath = ({ path }: OperationRule) => path.replace(/\{(\w+)\}/g, ":$1");

async function onExpress(document: unknown, options: Options): Promise<Guarded> {
  const auth = express.productAuth(options);
  const rules = rulesFromOpenApi(document, auth);
  const app = Express();
  for (const operation of rules.operations) {
    const { method, path } = operation;
    const add = method.toLowerCase() as "get" | "post";
    app[add](routePath(operation), rules.guardAt(method, path), (_req, res) => res.end());
  }
  return served("Express", createServer(app), await report(app, auth), auth);
}

async function onKoa(document: unknown, options: Options): Promise<Guarded> {
  const auth = koa.productAuth(options);
  const rules = rulesFromOpenApi(document, auth);
  const router = new Router();
  for (const operation of rules.operations) {
    const { method, path } = operation;
    router.register(
      routePath(operation),
      [method],
      [rules.guardAt(method, path), (ctx) => void (ctx.status = 200)],
    );
  }
  const app = new Koa();
  app.use(router.routes());
  const handle = app.callback();
  const server = createServer((req, res) => void handle(req, res));
  return served("Koa", server, await report(app, auth), auth);
}

async function onFastify(document: unknown, options: Options): Promise<Guarded> {
  const auth = fastify.productAuth(options);
  const rules = rulesFromOpenApi(document, auth);
  const app = Fastify();
  await app.register(auth);
  for (const operation of rules.operations)
    app.route({
      method: operation.method,
      url: routePath(operation),
      config: { productAuth: operation.rule },
      handler: (_request, reply) => reply.send(""),
    });
  const found = await report(app, auth);
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  return { name: "Fastify", origin, report: found, close: () => app.close() };
}

async function served(
  name: string,
  server: Server,
  found: RouteReport,
  auth: { readonly close: () => Promise<void> },
): Promise<Guarded> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await auth.close();
  };
  return { name, origin: `http://127.0.0.1:${port}`, report: found, close };
}

/** The same document in every framework. */
export const startAll = (document: unknown, options: Options): Promise<readonly Guarded[]> =>
  Promise.all([onExpress, onKoa, onFastify].map((start) => start(document, options)));
