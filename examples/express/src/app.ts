import express, { type Express } from "express";
import { productAuth, type ExpressProductAuth } from "@product-auth/express";
import type { Telemetry } from "@product-auth/core";
import type { Logger } from "pino";
import type { EntraConfig } from "./config.js";
import { logDecision } from "./log-decision.js";
import type { ProductName } from "./product-name.js";
import { health } from "./routes/health.js";
import { orders } from "./routes/orders.js";
import { reports } from "./routes/reports.js";
import type { Stores } from "./stores.js";

/** What the API is made of. */
export interface AppParts {
  readonly entra: EntraConfig;
  readonly stores: Stores;
  readonly log: Logger;
  /** Where decisions are measured. */
  readonly telemetry?: Telemetry | undefined;
  /** Whether the API ends and must get no more requests. */
  readonly isStopping?: () => boolean;
}

/** The API, and what guards it. */
export interface App {
  readonly app: Express;
  readonly auth: ExpressProductAuth<ProductName>;
}

/** The API: what is open, what is guarded, and by which product. */
export function createApp({ entra, stores, log, telemetry, isStopping = () => false }: AppParts): App {
  const auth = productAuth<ProductName>({
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
    ...stores,
    ...(telemetry && { telemetry }),
    onDecision: (event) => logDecision(log, event),
  });

  const app = express();
  app.disable("x-powered-by");
  app.use("/health", health(auth, isStopping)); // before the guard: open, and saying so
  app.use(auth); // every route after this line requires a credential for a product
  app.use("/orders", orders(auth));
  app.use("/reports", reports(auth));
  return { app, auth };
}
