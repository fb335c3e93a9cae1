import Router from "@koa/router";
import type { KoaProductAuth } from "@product-auth/koa";
import type { AppState } from "../app-state.js";
import type { ProductName } from "../product-name.js";

/** Health: whether the process answers, and whether it should get requests. Open to every caller. */
// @if portal
export function health(
  auth: KoaProductAuth<ProductName, "orders">,
): Router<AppState> {
// @else
export function health(auth: KoaProductAuth<ProductName>): Router<AppState> {
// @end
  const router = new Router<AppState>({ prefix: "/health" });

  router.get("/live", auth.open(), (ctx) => {
    ctx.body = { status: "ok" };
  });

  router.get("/ready", auth.open(), (ctx) => {
    const { status } = auth.health();
    ctx.status = status === "unavailable" ? 503 : 200;
    ctx.body = { status };
  });

  return router;
}
