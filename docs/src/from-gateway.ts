import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import express from "express";

// #region options
export const options: ProductAuthOptions<"gold", "orders"> = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: {
    gold: {
      displayName: "Gold",
      accepts: ["key"],
      rateLimit: { calls: 100, renewalPeriod: 60 },
    },
  },
  apis: {
    orders: {
      path: "orders",
      products: ["gold"],
      validateJwt: {
        audiences: ["api://55556666-ffff-7777-aaaa-8888bbbb9999"],
        requiredClaims: [{ name: "roles", match: "any", values: ["Orders.Read", "Orders.Write"] }],
      },
    },
  },
  subscriptions: [{ id: "fabrikam", scope: "/products/gold", primaryKey: "fabrikam-key" }],
};
// #endregion options

export function createApp(given: ProductAuthOptions<"gold", "orders">): express.Express {
  // #region app
  const auth = productAuth(given);

  const app = express();
  app.use(auth);
  app.get("/orders", (_req, res) => void res.json([]));
  // #endregion app
  return app;
}

/** A step in between: the gateway still calls this API, and shows by a certificate that it does. */
// #region beside
export const beside: Pick<ProductAuthOptions<"gold", "orders">, "policies"> = {
  policies: {
    clientCertificate: {
      validateTrust: false, // the thumbprint names one certificate, and its holder proves the key
      identities: [{ thumbprint: "EB6C23A1D4F0897B5E2D3C4B5A69788796A5B4C3" }], // the gateway's
    },
  },
};
// #endregion beside
