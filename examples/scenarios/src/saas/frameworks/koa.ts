import type { RequestListener } from "node:http";
import Router from "@koa/router";
import { accessOf, productAuth } from "@product-auth/koa";
import { portalRoutes } from "@product-auth/koa/portal";
import Koa from "koa";
import { answers } from "../answers.js";
import { MOUNT } from "../registrations.js";
import type { Parts } from "./parts.js";

export function koaApplication(parts: Parts): RequestListener {
  const app = new Koa();
  const api = new Router();
  api.get("/forecasts/:city", (ctx) => {
    ctx.body = answers.forecast(accessOf(ctx), ctx.params["city"] ?? "");
  });
  api.get("/history/:city", (ctx) => {
    ctx.body = answers.history(accessOf(ctx), ctx.params["city"] ?? "");
  });
  app.use(portalRoutes(parts.portal, MOUNT));
  app.use(productAuth(parts.auth)); // the path selects the API, and the API its products
  app.use(api.routes());
  const handle = app.callback();
  return (req, res) => void handle(req, res);
}
