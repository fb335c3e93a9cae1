import Router from "@koa/router";
import type { KoaProductAuth } from "@product-auth/koa";
import type { AppState } from "../app-state.js";
import type { ProductName } from "../product-name.js";

// @if both
/** Orders: part of the starter product, with a token and a subscription key. */
// @end
// @if either
/** Orders: part of the starter product, with a token or a subscription key. */
// @end
// @if !keys
/** Orders: part of the starter product, with a token. */
// @end
// @if !tokens
/** Orders: part of the starter product, with a subscription key. */
// @end
// @if portal
export function orders(
  auth: KoaProductAuth<ProductName, "orders">,
): Router<AppState> {
// @else
export function orders(auth: KoaProductAuth<ProductName>): Router<AppState> {
// @end
  const router = new Router<AppState>({ prefix: "/orders" });

  // @if both
  const guard = auth.require({ product: "starter", all: true });
  router.get("/", guard, (ctx) => {
  // @else
  router.get("/", auth.requireProduct("starter"), (ctx) => {
  // @end
    const { productAuth } = ctx.state;
    ctx.body = {
      orders: [{ id: 1, item: "Espresso cups" }],
      // @if tokens keys
      client: productAuth.client?.id,
      subscription: productAuth.subscription?.id,
      // @end
      // @if !keys
      client: productAuth.client?.id,
      // @end
      // @if !tokens
      subscription: productAuth.subscription?.id,
      // @end
    };
  });

  return router;
}
