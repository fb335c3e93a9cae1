import { Router } from "express";
import type { ExpressProductAuth } from "@product-auth/express";
import type { ProductName } from "../product-name.js";

/** Reports: part of the pro product, with a token or with a subscription key. */
export function reports(auth: ExpressProductAuth<ProductName>): Router {
  const router = Router();

  router.get("/:year", auth.requireProduct("pro"), (req, res) => {
    const { product, credential, subscription } = res.locals.productAuth;
    res.json({ year: req.params.year, product, credential, subscription: subscription?.id });
  });

  return router;
}
