import Router from "@koa/router";
import { productAuth } from "@product-auth/koa";
import Koa from "koa";

export function createApp({ tenantId, authorityHost, starter }) {
  // #region after
  const auth = productAuth({
    tenantId,
    authorityHost,
    products: { starter: { displayName: "Starter", audience: starter } },
  });

  const app = new Koa();
  app.use(auth);
  const router = new Router();
  router.get("/orders", auth.requireProduct("starter"), (ctx) => {
    ctx.body = { for: ctx.state.productAuth.client.id };
  });
  router.post("/orders", auth.require({ product: "starter", scopes: ["Orders.Write"] }), (ctx) => {
    ctx.body = { by: ctx.state.productAuth.token.claims.oid };
  });
  app.use(router.routes());
  // #endregion after
  return app;
}
