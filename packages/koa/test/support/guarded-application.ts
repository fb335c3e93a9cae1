import { productAuth } from "@product-auth/koa";
import type { GuardedApplication } from "@product-auth/testkit";
import type { KoaClass } from "./both-versions.js";

/** An application behind a proxy on this machine, for vectors. */
export const guardedKoa =
  (Koa: KoaClass): GuardedApplication =>
  (options, rule, route) => {
    const auth = productAuth<string, string>(options);
    const app = new Koa({ proxy: true, maxIpsCount: 1 });
    app.use(rule === undefined ? auth : auth.require(rule));
    app.use(async (ctx) => {
      const { status, body } = await route(ctx.req);
      ctx.status = status;
      ctx.body = body;
    });
    const serve = app.callback();
    return { listener: (req, res) => void serve(req, res), close: () => auth.close() };
  };
