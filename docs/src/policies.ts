import express from "express";
import type { CustomPolicyOptions } from "@product-auth/core";
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

// #region custom
export function paidPlans(isPaid: (subscription: string) => Promise<boolean>): CustomPolicyOptions {
  return {
    name: "paid-plan",
    async judge({ access }) {
      if (access.subscription !== undefined && (await isPaid(access.subscription.id))) return undefined;
      return { status: 402, message: "The plan has ended.", headers: { link: "</plans>; rel=payment" } };
    },
  };
}

export const withPlans = (paid: CustomPolicyOptions): ProductAuthOptions<"starter", "orders"> => ({
  ...options,
  products: { starter: { accepts: ["key"], custom: [paid] } },
  apis: { orders: { path: "orders", products: ["starter"] } },
});
// #endregion custom
