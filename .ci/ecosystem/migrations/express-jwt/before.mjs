import express from "express";
import { expressjwt } from "express-jwt";
import jwksRsa from "jwks-rsa";

export function createApp({ issuer, jwksUri, starter }) {
  // #region before
  const app = express();
  app.use(
    expressjwt({
      secret: jwksRsa.expressJwtSecret({ jwksUri, cache: true, rateLimit: true }),
      algorithms: ["RS256"],
      issuer,
      audience: starter,
    }),
  );
  app.get("/orders", (req, res) => {
    if (!req.auth.roles?.includes("Product.Starter.All")) return res.sendStatus(403);
    res.json({ for: req.auth.azp });
  });
  app.post("/orders", (req, res) => {
    if (!req.auth.scp?.split(" ").includes("Orders.Write")) return res.sendStatus(403);
    res.json({ by: req.auth.oid });
  });
  // #endregion before
  return app;
}
