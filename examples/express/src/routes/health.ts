import { Router } from "express";
import type { ExpressProductAuth } from "@product-auth/express";
import type { ProductName } from "../product-name.js";

/** Health: whether the process answers, and whether it should get requests. Open to every caller. */
export function health(auth: ExpressProductAuth<ProductName>, isStopping: () => boolean): Router {
  const router = Router();

  router.get("/live", auth.open(), (_req, res) => void res.json({ status: "ok" }));

  router.get("/ready", auth.open(), (_req, res) => {
    const status = isStopping() ? "stopping" : auth.health().status;
    res.status(status === "ok" || status === "degraded" ? 200 : 503).json({ status });
  });

  return router;
}
