// What the README shows.
// oxlint-disable typescript/no-unsafe-argument -- what passport.authenticate gives has the type any
// #region app
import { accessOf, ProductAuthStrategy } from "@product-auth/passport";
import express from "express";
import passport from "passport";

export function createApp(entra: { tenantId: string; authorityHost?: string }): express.Express {
  const strategy = new ProductAuthStrategy({
    ...entra,
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    },
  });
  passport.use(strategy);

  const app = express();
  app.get("/health", (_req, res) => void res.send("ok"));
  app.get(
    "/orders",
    passport.authenticate("product-auth", strategy.requireProduct("starter")),
    (req, res) => {
      res.json({ for: accessOf(req).client?.id });
    },
  );
  return app;
}
// #endregion app

/** The rest of the page. */
export function createFullApp(strategy: ProductAuthStrategy<"starter">): express.Express {
  passport.use(strategy);
  const app = express();

  // #region several
  const orBasic = { ...strategy.requireProduct("starter"), failWithError: true };
  app.get("/reports", passport.authenticate(["product-auth", "basic"], orBasic), (req, res) => {
    res.json({ for: req.user });
  });
  // #endregion several

  // #region answers
  const orders = { ...strategy.requireProduct("starter"), failWithError: true };
  app.get("/orders", passport.authenticate("product-auth", orders), (req, res) => {
    res.json({ for: accessOf(req).client?.id });
  });
  app.use(strategy.answerRefusals()); // behind all routes
  // #endregion answers
  return app;
}
