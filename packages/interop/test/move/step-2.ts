// Step 2: passport with a strategy that judges products.
import { accessOf, ProductAuthStrategy } from "@product-auth/passport";
import express, { type Express, type RequestHandler } from "express";
import passport, { type AuthenticateOptions } from "passport";
import type { Settings } from "./settings.js";

export function createApp({ tenantId, authorityHost, starter, pro }: Settings): Express {
  // #region strategy
  const strategy = new ProductAuthStrategy({
    tenantId,
    authorityHost,
    products: {
      starter: { displayName: "Starter", audience: starter },
      pro: { displayName: "Pro", audience: pro },
    },
  });
  passport.use(strategy);

  const app = express();
  const guard = (rule: AuthenticateOptions) =>
    passport.authenticate("product-auth", { ...rule, failWithError: true }) as RequestHandler;
  app.use(guard({ session: false })); // from here on, a credential for some product is needed
  app.get("/orders", guard(strategy.requireProduct("starter")), (req, res) => {
    res.json({ for: accessOf(req).client?.id });
  });
  const reporting = strategy.require({ product: "starter", roles: ["Orders.Admin"] });
  app.get("/reports", guard(reporting), (req, res) => {
    res.json({ for: accessOf(req).client?.id });
  });
  const writing = strategy.require({ product: "starter", scopes: ["Orders.Write"] });
  app.post("/orders", guard(writing), loadUser, (req, res) => {
    res.json({ by: req.user });
  });
  app.use(strategy.answerRefusals()); // behind the routes
  // #endregion strategy
  return app;
}

// #region user
/** What the verify callback did: makes the application's own user of who was let in. */
const loadUser: RequestHandler = (req, _res, next) => {
  const { token } = accessOf(req);
  req.user = { id: token?.claims["oid"] };
  next();
};
// #endregion user
