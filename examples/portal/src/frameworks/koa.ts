import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import Router from "@koa/router";
import { productAuth } from "@product-auth/koa";
import { portalRoutes } from "@product-auth/koa/portal";
import Koa from "koa";
import { answers } from "../answers.js";
import { MOUNT, type ApiParts, type ApiServer } from "./api-server.js";
import { nodeServer } from "./node-server.js";

export function koaServer(parts: ApiParts): ApiServer {
  const app = new Koa();
  const auth = productAuth(parts.auth);
  const home = new Router();
  home.get("/", auth.open(), (ctx) => ctx.redirect(MOUNT));
  const api = new Router();
  api.get("/orders", (ctx) => void (ctx.body = answers.orders()));
  api.post("/orders", auth.require({ product: "pro", scopes: ["Orders.Write"] }), async (ctx) => {
    ctx.body = answers.created(await json(ctx.req));
    ctx.status = 201;
  });
  api.get("/orders/:id", (ctx) => void (ctx.body = answers.order(ctx.params["id"] ?? "")));
  api.get("/reports/:year", (ctx) => void (ctx.body = answers.report(ctx.params["year"] ?? "")));
  api.get("/internal", (ctx) => void (ctx.body = answers.internal()));
  app.use(home.routes());
  app.use(portalRoutes(parts.portal, MOUNT));
  app.use(auth);
  app.use(api.routes());
  const handle = app.callback();
  return nodeServer(createServer((req, res) => void handle(req, res)));
}
