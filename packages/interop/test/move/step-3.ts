// Step 3: without passport.
import { accessOf, productAuth } from "@product-auth/express";
import express, { type Express, type Request } from "express";
import type { Settings } from "./settings.js";

export function createApp({ tenantId, authorityHost, starter, pro }: Settings): Express {
  // #region app
  const auth = productAuth({
    tenantId,
    authorityHost,
    products: {
      starter: { displayName: "Starter", audience: starter },
      pro: { displayName: "Pro", audience: pro },
    },
  });

  const app = express();
  app.use(auth); // from here on, a credential for some product is needed
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => {
    res.json({ for: res.locals.productAuth.client?.id });
  });
  app.get("/reports", auth.require({ product: "starter", roles: ["Orders.Admin"] }), (_req, res) => {
    res.json({ for: res.locals.productAuth.client?.id });
  });
  app.post("/orders", auth.require({ product: "starter", scopes: ["Orders.Write"] }), (req, res) => {
    res.json({ by: userOf(req) });
  });
  // #endregion app
  return app;
}

const userOf = (req: Request) => ({ id: accessOf(req).token?.claims["oid"] });
