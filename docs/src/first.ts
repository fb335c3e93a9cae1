// #region first
import { productAuth } from "@product-auth/express";
import express from "express";

const auth = productAuth({
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: {
    starter: {
      displayName: "Starter",
      audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
    },
  },
});

const app = express();
app.use(auth); // from here on, a request needs a credential
app.get("/orders", auth.requireProduct("starter"), (_req, res) => {
  res.json({ client: res.locals.productAuth.client?.id });
});
// #endregion first

export { app };
