import express from "express";
import { auth, claimIncludes } from "express-oauth2-jwt-bearer";

export function createApp({ issuer, starter }) {
  // #region before
  const app = express();
  app.use(auth({ issuerBaseURL: issuer, audience: starter }));
  app.get("/orders", claimIncludes("roles", "Product.Starter.All"), (req, res) => {
    res.json({ for: req.auth.payload.azp });
  });
  app.post("/orders", claimIncludes("scp", "Orders.Write"), (req, res) => {
    res.json({ by: req.auth.payload.oid });
  });
  // #endregion before
  return app;
}
