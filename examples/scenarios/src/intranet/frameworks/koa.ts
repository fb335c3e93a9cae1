import type { RequestListener } from "node:http";
import { json } from "node:stream/consumers";
import Router from "@koa/router";
import { accessOf, productAuth } from "@product-auth/koa";
import { portalRoutes } from "@product-auth/koa/portal";
import Koa from "koa";
import { answers } from "../answers.js";
import { rules } from "../catalog.js";
import { MOUNT } from "../registrations.js";
import type { Parts } from "./parts.js";

export function koaApplication(parts: Parts): RequestListener {
  const app = new Koa();
  const auth = productAuth(parts.auth);
  const api = new Router();
  api.get("/timesheets", auth.require(rules.readTimesheets), (ctx) => {
    ctx.body = answers.timesheets(accessOf(ctx));
  });
  api.post("/timesheets", auth.require(rules.recordHours), async (ctx) => {
    ctx.body = answers.recorded(accessOf(ctx), await json(ctx.req));
    ctx.status = 201;
  });
  api.get("/payslips/:month", auth.require(rules.readPayslips), (ctx) => {
    ctx.body = answers.payslip(accessOf(ctx), ctx.params["month"] ?? "");
  });
  app.use(portalRoutes(parts.portal, MOUNT));
  app.use(auth);
  app.use(api.routes());
  const handle = app.callback();
  return (req, res) => void handle(req, res);
}
