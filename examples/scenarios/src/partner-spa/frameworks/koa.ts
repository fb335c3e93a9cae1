import type { RequestListener } from "node:http";
import { json } from "node:stream/consumers";
import cors from "@koa/cors";
import Router from "@koa/router";
import { accessOf, productAuth } from "@product-auth/koa";
import { portalRoutes } from "@product-auth/koa/portal";
import Koa from "koa";
import { answers } from "../answers.js";
import { rules } from "../catalog.js";
import { MOUNT } from "../registrations.js";
import { METHODS, READ, REMEMBERED, SENT } from "./cors.js";
import { isGateway } from "./is-gateway.js";
import type { Parts } from "./parts.js";

// #region koa
export function koaApplication({ app: origin, ...parts }: Parts): RequestListener {
  const app = new Koa({ proxy: true, maxIpsCount: 1 }); // the gateway names the caller's address
  const auth = productAuth(parts.auth);
  const api = new Router();
  api.get("/orders", auth.require(rules.listOrders), (ctx) => {
    ctx.body = answers.orders(accessOf(ctx));
  });
  api.post("/orders", auth.require(rules.placeOrders), async (ctx) => {
    ctx.body = answers.placed(accessOf(ctx), await json(ctx.req));
    ctx.status = 201;
  });
  api.get("/test/orders", auth.require(rules.listTestOrders), (ctx) => {
    ctx.body = answers.testOrders(accessOf(ctx));
  });
  const portal = portalRoutes(parts.portal, MOUNT);
  app.use((ctx, next) => (isGateway(ctx.req.socket) ? portal(ctx, next) : next()));
  // Before the guard: preflights carry no credential, and the app reads refusals too.
  app.use(
    cors({ origin, allowMethods: METHODS, allowHeaders: SENT, exposeHeaders: READ, maxAge: REMEMBERED }),
  );
  app.use(auth);
  app.use(api.routes());
  const handle = app.callback();
  return (req, res) => void handle(req, res);
}
// #endregion koa
