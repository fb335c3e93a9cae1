import Router from "@koa/router";
import type { KoaProductAuth } from "@product-auth/koa";
import type { AppState } from "../app-state.js";
import type { ProductName } from "../product-name.js";

/** Orders: read with the starter product, written by a user through the pro product. */
export function orders(auth: KoaProductAuth<ProductName>): Router<AppState> {
  const router = new Router<AppState>({ prefix: "/orders" });

  router.get("/", auth.requireProduct("starter"), (ctx) => {
    const { client } = ctx.state.productAuth;
    ctx.body = { orders: [{ id: 1, item: "Espresso cups" }], client: client?.id };
  });

  // A parser of bodies goes behind the guard: strangers' bodies are not read.
  router.post("/", auth.require({ product: "pro", scopes: ["Orders.Write"] }), (ctx) => {
    ctx.status = 201;
    ctx.body = { id: 2 };
  });

  return router;
}
