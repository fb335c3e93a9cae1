import Router from "@koa/router";
import jwksRsa from "jwks-rsa";
import Koa from "koa";
import jwt from "koa-jwt";

export function createApp({ issuer, jwksUri, starter }) {
  // #region before
  const app = new Koa();
  app.use(
    jwt({
      secret: jwksRsa.koaJwtSecret({ jwksUri, cache: true }),
      algorithms: ["RS256"],
      issuer,
      audience: starter,
    }),
  );
  const router = new Router();
  router.get("/orders", (ctx) => {
    if (!ctx.state.user.roles?.includes("Product.Starter.All")) ctx.throw(403);
    ctx.body = { for: ctx.state.user.azp };
  });
  router.post("/orders", (ctx) => {
    if (!ctx.state.user.scp?.split(" ").includes("Orders.Write")) ctx.throw(403);
    ctx.body = { by: ctx.state.user.oid };
  });
  app.use(router.routes());
  // #endregion before
  return app;
}
