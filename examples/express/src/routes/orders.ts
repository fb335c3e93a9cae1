import express, { Router } from "express";
import type { ExpressProductAuth } from "@product-auth/express";
import type { ProductName } from "../product-name.js";

/** Orders: read with the starter product, written by a user through the pro product. */
export function orders(auth: ExpressProductAuth<ProductName>): Router {
  const router = Router();

  router.get("/", auth.requireProduct("starter"), (_req, res) => {
    res.json({ orders: [{ id: 1, item: "Espresso cups" }], client: res.locals.productAuth.client?.id });
  });

  router.post(
    "/",
    auth.require({ product: "pro", scopes: ["Orders.Write"] }),
    express.json({ limit: "16kb" }),
    (_req, res) => void res.status(201).json({ id: 2 }),
  );

  return router;
}
