import { productAuth } from "@product-auth/express";
import express from "express";

export function createApp({ tenantId, authorityHost, starter }) {
  // #region after
  const auth = productAuth({
    tenantId,
    authorityHost,
    products: { starter: { displayName: "Starter", audience: starter } },
  });

  const app = express();
  app.use(auth);
  app.get("/orders", auth.requireProduct("starter"), (req, res) => {
    res.json({ for: res.locals.productAuth.client.id });
  });
  app.post("/orders", auth.require({ product: "starter", scopes: ["Orders.Write"] }), (req, res) => {
    res.json({ by: res.locals.productAuth.token.claims.oid });
  });
  // #endregion after
  return app;
}
