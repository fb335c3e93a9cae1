import express from "express";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";

// #region validate-jwt
export const options: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      discoveryUrl: "https://login.contoso.example/.well-known/openid-configuration",
      issuer: ["https://login.contoso.example/", "https://old-login.contoso.example/"],
    },
  ],
  products: {
    orders: {
      audience: "https://orders.contoso.example",
      role: false, // no app role besides the claims below
      requiredClaims: [
        { name: "roles", match: "any", values: ["Orders.Read", "Orders.Admin"] },
        { name: "plan", separator: ",", values: ["gold"] },
      ],
    },
  },
  clockTolerance: 60,
  failedValidation: { status: 401, message: "Token rejected." },
};
// #endregion validate-jwt

// #region validate-azure-ad-token
export const entraOptions: ProductAuthOptions<"orders"> = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: {
    orders: {
      audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
      clients: ["11112222-bbbb-3333-cccc-4444dddd5555"],
      role: "Orders.Read",
    },
  },
};
// #endregion validate-azure-ad-token

export function createApp(given: ProductAuthOptions<"orders">): express.Express {
  // #region app
  const auth = productAuth(given);

  const app = express();
  app.use(auth);
  app.get("/orders", auth.requireProduct("orders"), (_req, res) => {
    const { claims } = res.locals.productAuth.token!; // what output-token-variable-name would hold
    res.json({ for: claims["sub"] });
  });
  // #endregion app
  return app;
}
