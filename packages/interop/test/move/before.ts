// An API as it stands with passport-azure-ad.
// oxlint-disable typescript/no-unsafe-argument -- what passport.authenticate gives has the type any
import express, { type Express } from "express";
import passport from "passport";
import { BearerStrategy, type TokenClaims } from "passport-azure-ad";
import type { Settings } from "./settings.js";

export function createApp({ tenantId, authorityHost, starter, pro }: Settings): Express {
  // #region strategy
  passport.use(
    new BearerStrategy(
      {
        identityMetadata: `${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`,
        clientID: starter,
        audience: [starter, pro],
        loggingLevel: "fatal",
      },
      (token, done) => done(null, { id: token.oid }, token),
    ),
  );
  // #endregion strategy

  // #region routes
  const app = express();
  app.use(passport.authenticate("oauth-bearer", { session: false }));
  app.get("/orders", (req, res) => {
    res.json({ for: claimsOf(req).azp });
  });
  app.get("/reports", (req, res) => {
    const { roles } = claimsOf(req);
    if (Array.isArray(roles) && roles.includes("Orders.Admin")) res.json({ for: claimsOf(req).azp });
    else res.sendStatus(403);
  });
  app.post("/orders", (req, res) => {
    const { scp } = claimsOf(req);
    if (String(scp).split(" ").includes("Orders.Write")) res.json({ by: req.user });
    else res.sendStatus(403);
  });
  // #endregion routes
  return app;
}

const claimsOf = (req: express.Request) => req.authInfo as TokenClaims;
