import { createProductAuth, type ProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { productAuth as onExpress } from "@product-auth/express";
import { productAuth as onFastify } from "@product-auth/fastify";
import { accessOf, productAuth as onKoa } from "@product-auth/koa";
import express, { type Express } from "express";
import fastify, { type FastifyInstance } from "fastify";
import Koa from "koa";

interface Servers {
  readonly shared: ProductAuth<"starter" | "pro">;
  readonly orders: Express;
  readonly reports: Koa;
  readonly catalog: FastifyInstance;
}

export async function createServers(options: ProductAuthOptions<"starter" | "pro">): Promise<Servers> {
  // #region shared
  const shared = createProductAuth(options);

  const orders = express();
  orders.get("/", onExpress(shared).requireProduct("starter"), (_req, res) => void res.send("orders"));

  const reports = new Koa();
  reports.use(onKoa(shared).requireProduct("pro"));
  reports.use((ctx) => void (ctx.body = `reports for ${accessOf(ctx).client?.id}`));

  const catalog = fastify();
  await catalog.register(onFastify(shared));
  catalog.get("/", () => "catalog");
  // #endregion shared
  return { shared, orders, reports, catalog };
}
