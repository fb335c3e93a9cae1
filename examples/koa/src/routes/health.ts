import Router from "@koa/router";
import type { KoaProductAuth } from "@product-auth/koa";
import type { AppState } from "../app-state.js";
import type { ProductName } from "../product-name.js";

/** Health: whether the process answers, and whether it should get requests. Open to every caller. */
export function health(auth: KoaProductAuth<ProductName>, isStopping: () => boolean): Router<AppState> {
  const router = new Router<AppState>({ prefix: "/health" });

  router.get("/live", auth.open(), (ctx) => void (ctx.body = { status: "ok" }));

  router.get("/ready", auth.open(), (ctx) => {
    const status = isStopping() ? "stopping" : auth.health().status;
    ctx.status = status === "ok" || status === "degraded" ? 200 : 503;
    ctx.body = { status };
  });

  return router;
}
