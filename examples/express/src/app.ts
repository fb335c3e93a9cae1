import express, { type Express } from "express";
import {
  productAuth,
  type ExpressProductAuth,
  type DecisionEvent,
  type SubscriptionOptions,
} from "@product-auth/express";
import type { EntraConfig } from "./config.js";
import { logDecision } from "./log-decision.js";
import type { ProductName } from "./product-name.js";
import { orders } from "./routes/orders.js";
import { reports } from "./routes/reports.js";

/** The API: what is open, what is guarded, and by which product. */
export function createApp(
  entra: EntraConfig,
  subscriptions: readonly SubscriptionOptions<"pro">[],
  onDecision: (event: DecisionEvent) => void = logDecision,
): { app: Express; auth: ExpressProductAuth<ProductName> } {
  const auth = productAuth({
    tenantId: entra.tenantId,
    authorityHost: entra.authorityHost,
    products: {
      starter: {
        displayName: "Starter",
        audience: entra.audiences.starter,
        rateLimit: { calls: 10, renewalPeriod: 60, remainingCallsHeaderName: "X-Remaining-Calls" }, // per client
      },
      pro: { displayName: "Pro", audience: entra.audiences.pro, accepts: ["token", "key"] },
    },
    subscriptions,
    onDecision,
  });

  const app = express();
  app.disable("x-powered-by");
  app.get("/health", auth.open(), (_req, res) => void res.json({ ok: true })); // before the guard: open, and saying so
  app.use(auth); // every route after this line requires a credential for a product
  app.use("/orders", orders(auth));
  app.use("/reports", reports(auth));
  return { app, auth };
}
