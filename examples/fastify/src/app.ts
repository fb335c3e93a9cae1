import {
  productAuth,
  type DecisionEvent,
  type FastifyProductAuth,
  type SubscriptionOptions,
} from "@product-auth/fastify";
import fastify, { type FastifyInstance } from "fastify";
import type { EntraConfig } from "./config.js";
import { logDecision } from "./log-decision.js";
import type { ProductName } from "./product-name.js";
import { orders } from "./routes/orders.js";
import { reports } from "./routes/reports.js";

// With this declaration, a misspelt product in a route's `config` does not compile.
declare module "@product-auth/fastify" {
  interface RegisteredNames {
    products: ProductName;
  }
}

/** The API: what is open, what is guarded, and by which product. */
export async function createApp(
  entra: EntraConfig,
  subscriptions: readonly SubscriptionOptions<"pro">[],
  onDecision: (event: DecisionEvent) => void = logDecision,
): Promise<{ app: FastifyInstance; auth: FastifyProductAuth<ProductName> }> {
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

  const app = fastify({ forceCloseConnections: true });
  await app.register(auth); // every route after this line requires a credential for a product
  app.get("/health", { config: { productAuth: "open" } }, () => ({ ok: true })); // explicitly open
  await app.register(orders, { prefix: "/orders" });
  await app.register(reports, { prefix: "/reports" });
  return { app, auth };
}
