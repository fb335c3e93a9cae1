import express from "express";
import { accessOf, productAuth, type ProductAuthOptions } from "@product-auth/express";

// #region key-and-token
export const options: ProductAuthOptions<"starter", "orders"> = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: { starter: { accepts: ["key"] } },
  apis: {
    orders: {
      path: "orders",
      products: ["starter"],
      validateJwt: {
        name: "caller",
        audiences: ["api://55556666-ffff-7777-aaaa-8888bbbb9999"],
        roles: { any: ["Orders.Read", "Orders.All"] },
      },
    },
  },
  subscriptions: [
    { id: "contoso", scope: "/products/starter", primaryKey: "contoso-key", secondaryKey: "contoso-key-2" },
  ],
};
// #endregion key-and-token

export function createApp(given: ProductAuthOptions<"starter", "orders">): express.Express {
  // #region app
  const auth = productAuth(given);

  const app = express();
  app.use(auth);
  app.get("/orders", (req, res) => {
    const { subscription, tokens } = accessOf(req);
    res.json({ subscription: subscription?.id, client: tokens?.["caller"]?.clientId });
  });
  // #endregion app
  return app;
}

// #region shared-audience
export const oneRegistration: ProductAuthOptions<"reader" | "writer"> = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: {
    writer: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999", role: "Orders.Write" },
    reader: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999", role: "Orders.Read" },
  },
};
// #endregion shared-audience
