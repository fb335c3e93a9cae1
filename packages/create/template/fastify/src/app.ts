import {
  productAuth,
  type DecisionEvent,
  type FastifyProductAuth,
} from "@product-auth/fastify";
// @if portal
import { portalRoutes } from "@product-auth/fastify/portal";
import type { Portal } from "@product-auth/portal";
// @end
import fastify, { type FastifyInstance } from "fastify";
// @if issuer
import type { EntraConfig } from "./config.js";
// @end
import { logDecision } from "./log-decision.js";
// @if portal
import { createDeveloperPortal } from "./portal.js";
// @end
import type { ProductName } from "./product-name.js";
import { health } from "./routes/health.js";
import { orders } from "./routes/orders.js";
// @if stores
import type { Stores } from "./stores.js";
// @end

// With this declaration, a misspelt product in a route's `config` does not compile.
declare module "@product-auth/fastify" {
  interface RegisteredNames {
    products: ProductName;
  }
}

/** What the API is made of. */
export interface AppParts {
  // @if issuer
  readonly entra: EntraConfig;
  // @end
  // @if stores
  readonly stores: Stores;
  // @end
  // @if portal
  /** Address of the portal as browsers see it. */
  readonly publicUrl: string;
  // @end
  /** Called with every decision. Default: one line of JSON. */
  readonly onDecision?: (event: DecisionEvent) => void;
}

/** The API, and what guards it. */
export interface App {
  readonly app: FastifyInstance;
  // @if portal
  readonly auth: FastifyProductAuth<ProductName, "orders">;
  readonly portal: Portal;
  // @else
  readonly auth: FastifyProductAuth<ProductName>;
  // @end
}

/** The API: what is open, what is guarded, and by which product. */
export async function createApp({
  onDecision = logDecision,
  ...parts
}: AppParts): Promise<App> {
  // @if portal
  const auth = productAuth<ProductName, "orders">({
  // @else
  const auth = productAuth<ProductName>({
  // @end
    // @if tokens
    tenantId: parts.entra.tenantId,
    authorityHost: parts.entra.authorityHost,
    // @end
    products: {
      starter: {
        displayName: "Starter",
        // @if tokens
        audience: parts.entra.audience,
        // @end
        // @if tokens keys
        accepts: ["token", "key"],
        // @end
        // @if !tokens
        accepts: ["key"],
        // @end
      },
    },
    // @if portal
    apis: {
      orders: {
        displayName: "Orders",
        path: "orders",
        products: ["starter"],
        operations: {
          "list-orders": {
            method: "GET",
            urlTemplate: "/",
            displayName: "List orders",
          },
        },
      },
    },
    // Paths of no API require a credential for a product, too.
    unmatchedPaths: "any-product",
    // @end
    // @if keys
    subscriptions: parts.stores.subscriptions,
    // @end
    onDecision,
  });
  // @if portal
  const portal = createDeveloperPortal(auth, parts);
  // @end

  const app = fastify();
  // Every route after this line requires a credential for a product.
  // @if both
  // A token and a key together are required where `config` says so.
  // @end
  await app.register(auth);
  await app.register(health, { prefix: "/health", auth });
  // @if portal
  await app.register(portalRoutes(portal), { prefix: "/developer" });
  // @end
  await app.register(orders, { prefix: "/orders" });
  // @if portal
  return { app, auth, portal };
  // @else
  return { app, auth };
  // @end
}
