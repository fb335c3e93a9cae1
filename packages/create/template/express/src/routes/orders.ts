import { Router } from "express";
import type { ExpressProductAuth } from "@product-auth/express";
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
  auth: ExpressProductAuth<ProductName, "orders">,
): Router {
// @else
export function orders(auth: ExpressProductAuth<ProductName>): Router {
// @end
  const router = Router();

  // @if both
  const guard = auth.require({ product: "starter", all: true });
  router.get("/", guard, (_req, res) => {
  // @else
  router.get("/", auth.requireProduct("starter"), (_req, res) => {
  // @end
    const { productAuth } = res.locals;
    res.json({
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
    });
  });

  return router;
}
