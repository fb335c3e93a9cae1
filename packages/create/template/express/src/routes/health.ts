import { Router } from "express";
import type { ExpressProductAuth } from "@product-auth/express";
import type { ProductName } from "../product-name.js";

/** Health: whether the process answers, and whether it should get requests. Open to every caller. */
// @if portal
export function health(
  auth: ExpressProductAuth<ProductName, "orders">,
): Router {
// @else
export function health(auth: ExpressProductAuth<ProductName>): Router {
// @end
  const router = Router();

  router.get("/live", auth.open(), (_req, res) => {
    res.json({ status: "ok" });
  });

  router.get("/ready", auth.open(), (_req, res) => {
    const { status } = auth.health();
    res.status(status === "unavailable" ? 503 : 200).json({ status });
  });

  return router;
}
