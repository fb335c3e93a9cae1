// #region shortest
import express from "express";
import { productAuth } from "@product-auth/express";

export function createApp(entra: { tenantId: string; authorityHost?: string }): express.Express {
  const auth = productAuth({
    ...entra,
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    },
  });

  const app = express();
  app.get("/health", auth.open(), (_req, res) => void res.send("ok")); // before the guard, explicitly open
  app.use(auth); // every route after this line requires a credential for a product
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => {
    res.json({ for: res.locals.productAuth.client?.id });
  });
  return app;
}
// #endregion shortest
