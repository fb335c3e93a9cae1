// Step 1: passport-azure-ad still verifies the tokens, the guards judge what is in them.
// oxlint-disable typescript/no-unsafe-argument -- what passport.authenticate gives has the type any
import { productAuth } from "@product-auth/express";
import { trustAuthInfo } from "@product-auth/passport";
import express, { type Express } from "express";
import passport from "passport";
import { BearerStrategy } from "passport-azure-ad";
import type { Settings } from "./settings.js";

export function createApp({ tenantId, authorityHost, starter, pro }: Settings): Express {
  passport.use(
    new BearerStrategy(
      {
        identityMetadata: `${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`,
        clientID: starter,
        audience: [starter, pro],
        loggingLevel: "fatal",
      },
      (token, done) => done(null, { id: token.oid }, token), // the token as third argument: that is req.authInfo
    ),
  );

  // #region guards
  const auth = productAuth(
    trustAuthInfo({
      tenantId,
      authorityHost,
      products: {
        starter: { displayName: "Starter", audience: starter },
        pro: { displayName: "Pro", audience: pro },
      },
    }),
  );

  const app = express();
  app.use(passport.authenticate("oauth-bearer", { session: false }), auth);
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => {
    res.json({ for: res.locals.productAuth.client?.id });
  });
  app.get("/reports", auth.require({ product: "starter", roles: ["Orders.Admin"] }), (_req, res) => {
    res.json({ for: res.locals.productAuth.client?.id });
  });
  app.post("/orders", auth.require({ product: "starter", scopes: ["Orders.Write"] }), (req, res) => {
    res.json({ by: req.user });
  });
  // #endregion guards
  return app;
}
