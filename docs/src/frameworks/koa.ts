import cors from "@koa/cors";
import Router from "@koa/router";
import { accessOf, type KoaProductAuth } from "@product-auth/koa";
import Koa from "koa";

export function createApp(auth: KoaProductAuth<"starter" | "pro">, log: (error: unknown) => void): Koa {
  // #region whole
  const app = new Koa();
  const open = new Router();
  open.get("/health", auth.open(), (ctx) => void (ctx.body = "ok"));
  app.use(open.routes());
  app.use(cors({ origin: "https://app.example" }));
  app.use(auth.protectedResourceMetadata());
  app.use(auth); // every route after this line requires a credential for a product
  const router = new Router();
  app.use(router.routes()).use(router.allowedMethods());
  router.get("/catalog", (ctx) => void (ctx.body = "for holders of any product"));
  // #endregion whole

  // #region route
  router.get("/orders/:id", auth.requireProduct("starter"), (ctx) => {
    const { product, client } = ctx.state.productAuth; // product: "starter"
    ctx.body = { id: ctx.params["id"], product, for: client?.id };
  });
  // #endregion route

  // #region row
  router.delete("/orders/:id", auth.requireProduct("starter"), auth.requireRole("Orders.Admin"), (ctx) => {
    ctx.body = { by: accessOf(ctx).client?.id };
  });
  // #endregion row

  // #region router
  const reports = new Router();
  reports.get("/:year", (ctx) => void (ctx.body = { year: ctx.params["year"], for: accessOf(ctx).product }));
  router.use("/reports", auth.requireProduct("pro"), reports.routes());
  // #endregion router

  router.get("/broken", () => {
    throw new Error("a bug");
  });
  // #region errors
  app.on("error", log);
  // #endregion errors
  return app;
}
