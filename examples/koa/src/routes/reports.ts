import Router from "@koa/router";
import type { KoaProductAuth } from "@product-auth/koa";
import type { AppState } from "../app-state.js";
import type { ProductName } from "../product-name.js";

/** Reports: part of the pro product, with a token or with a subscription key. */
export function reports(auth: KoaProductAuth<ProductName>): Router<AppState> {
  const router = new Router<AppState>({ prefix: "/reports" });

  router.get("/:year", auth.requireProduct("pro"), (ctx) => {
    const { product, credential, subscription } = ctx.state.productAuth;
    ctx.body = { year: ctx.params["year"], product, credential, subscription: subscription?.id };
  });

  return router;
}
