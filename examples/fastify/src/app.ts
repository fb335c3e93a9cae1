import { productAuth, type FastifyProductAuth } from "@product-auth/fastify";
import fastify, { type FastifyInstance } from "fastify";
import type { Telemetry } from "@product-auth/core";
import type { Logger } from "pino";
import type { EntraConfig } from "./config.js";
import { logDecision } from "./log-decision.js";
import type { ProductName } from "./product-name.js";
import { health } from "./routes/health.js";
import { orders } from "./routes/orders.js";
import { reports } from "./routes/reports.js";
import type { Stores } from "./stores.js";

// With this declaration, a misspelt product in a route's `config` does not compile.
declare module "@product-auth/fastify" {
  interface RegisteredNames {
    products: ProductName;
  }
}

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
  readonly app: FastifyInstance;
  readonly auth: FastifyProductAuth<ProductName>;
}

/** The API: what is open, what is guarded, and by which product. */
export async function createApp({
  entra,
  stores,
  log,
  telemetry,
  isStopping = () => false,
}: AppParts): Promise<App> {
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

  const app = fastify();
  app.addHook("onError", async (_request, _reply, error) => log.error(error)); // nothing else tells of it
  await app.register(auth); // every route after this line requires a credential for a product
  await app.register(health, { prefix: "/health", auth, isStopping }); // open, and saying so
  await app.register(orders, { prefix: "/orders" });
  await app.register(reports, { prefix: "/reports" });
  return { app, auth };
}
