// #region shortest
import Router from "@koa/router";
import { productAuth } from "@product-auth/koa";
import Koa from "koa";

export function createApp(entra: { tenantId: string; authorityHost?: string }): Koa {
  const auth = productAuth({
    ...entra,
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    },
  });

  const open = new Router().get("/health", auth.open(), (ctx) => void (ctx.body = "ok"));
  const router = new Router();
  router.get("/orders", auth.requireProduct("starter"), (ctx) => {
    ctx.body = { for: ctx.state.productAuth.client?.id };
  });

  const app = new Koa();
  app.use(open.routes()); // used before the guard: open
  app.use(auth); // every route after this line requires a credential for a product
  app.use(router.routes()).use(router.allowedMethods());
  return app;
}
// #endregion shortest
