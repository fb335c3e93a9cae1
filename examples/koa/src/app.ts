import Router from "@koa/router";
import {
  productAuth,
  type DecisionEvent,
  type KoaProductAuth,
  type SubscriptionOptions,
} from "@product-auth/koa";
import Koa from "koa";
import type { AppState } from "./app-state.js";
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
): { app: Koa<AppState>; auth: KoaProductAuth<ProductName> } {
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

  const open = new Router<AppState>();
  open.get("/health", auth.open(), (ctx) => void (ctx.body = { ok: true }));

  const app = new Koa<AppState>();
  app.use(open.routes()); // used before the guard: open, and saying so
  app.use(auth); // every route after this line requires a credential for a product
  app.use(orders(auth).routes());
  app.use(reports(auth).routes());
  return { app, auth };
}
