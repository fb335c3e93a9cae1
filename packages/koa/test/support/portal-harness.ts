import type { RequestListener } from "node:http";
import cors from "@koa/cors";
import Router from "@koa/router";
import bodyParser from "koa-bodyparser";
import compress from "koa-compress";
import helmet from "koa-helmet";
import { productAuth } from "@product-auth/koa";
import { portalRoutes } from "@product-auth/koa/portal";
import type { HostStep, PortalHarness } from "@product-auth/testkit";
import type { Middleware } from "koa";
import type { KoaClass } from "./both-versions.js";

/** How the portal contract gets at a version of Koa. */
export const portalHarness = (Koa: KoaClass): PortalHarness => ({
  mountPortal(portal, { prefix, before, auth, onError }) {
    const app = new Koa();
    const steps: Readonly<Record<HostStep, readonly unknown[]>> = {
      parsers: [bodyParser({ formLimit: "100kb" })],
      "extended parsers": [bodyParser({ formLimit: "100kb" }), forgetText],
      helmet: [helmet(), helmet({ contentSecurityPolicy: { reportOnly: true } })],
      compression: [compress({ threshold: 0 })],
      cors: [cors({ credentials: true, exposeHeaders: "x-portal" })],
      cookie: [setCookie],
    };
    app.use(async (ctx, next) => {
      try {
        await next();
      } catch (error) {
        const { status = 200, body } = onError(error);
        ctx.status = status;
        ctx.body = body;
      }
    });
    for (const step of before.flatMap((each) => steps[each])) app.use(step as Middleware);
    app.use(portalRoutes(portal, prefix));
    if (auth !== undefined) app.use(productAuth(auth));
    const router = new Router().get("/host", (ctx) => void (ctx.body = "host"));
    app.use(router.routes() as unknown as Middleware);
    return { listener: app.callback() as RequestListener };
  },
});

const setCookie: Middleware = (ctx, next) => {
  ctx.cookies.set("host", "1");
  return next();
};

// Not every parser keeps the text of a body.
const forgetText: Middleware = (ctx, next) => {
  delete (ctx.request as { rawBody?: unknown }).rawBody;
  return next();
};
