import express, { type Express } from "express";
import {
  productAuth,
  type DecisionEvent,
  type ExpressProductAuth,
} from "@product-auth/express";
// @if portal
import { portalRoutes } from "@product-auth/express/portal";
import type { Portal } from "@product-auth/portal";
// @end
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
  readonly app: Express;
  // @if portal
  readonly auth: ExpressProductAuth<ProductName, "orders">;
  readonly portal: Portal;
  // @else
  readonly auth: ExpressProductAuth<ProductName>;
  // @end
}

/** The API: what is open, what is guarded, and by which product. */
export function createApp({
  onDecision = logDecision,
  ...parts
}: AppParts): App {
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
    // @if !both
    // Paths of no API require a credential for a product, too.
    unmatchedPaths: "any-product",
    // @end
    // @end
    // @if keys
    subscriptions: parts.stores.subscriptions,
    // @end
    onDecision,
  });
  // @if portal
  const portal = createDeveloperPortal(auth, parts);
  // @end

  const app = express();
  app.disable("x-powered-by");
  app.use("/health", health(auth)); // before the guard: open, and saying so
  // @if portal
  app.use("/developer", portalRoutes(portal));
  // @end
  // @if both
  // Every route after this line requires a token and a key for a product.
  app.use(auth.require({ all: true }));
  // @else
  // Every route after this line requires a credential for a product.
  app.use(auth);
  // @end
  app.use("/orders", orders(auth));
  // @if portal
  return { app, auth, portal };
  // @else
  return { app, auth };
  // @end
}
