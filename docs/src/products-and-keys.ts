import type { Server } from "node:http";
import type { ProductAuthOptions } from "@product-auth/core";
import { loadCatalog, watchCatalog } from "@product-auth/core/catalog";
import { productAuth, type SubscriptionStore } from "@product-auth/express";
import express, { type Request, type Response } from "express";

type Issuer = Pick<ProductAuthOptions, "tenantId" | "authorityHost">;

export function createApp(issuer: Issuer): express.Express {
  // #region catalog
  const auth = productAuth({
    ...issuer,
    products: {
      pro: {
        displayName: "Pro",
        audience: "api://7b0c9e11-2222-4333-8444-955566667777",
        accepts: ["token", "key"],
      },
      batch: { accepts: ["key"] },
      demo: { accepts: ["open"] },
    },
    apis: {
      orders: { path: "orders", products: ["pro", "batch"] },
      catalog: {
        path: "catalog",
        products: ["pro", "demo"],
        operations: {
          list: { method: "GET", urlTemplate: "/" },
          read: { method: "GET", urlTemplate: "/{id}" },
        },
      },
      reports: { path: "reports", subscriptionKeyParameterNames: { header: "X-Reports-Key" } },
    },
    subscriptions: [
      { id: "contoso-pro", scope: "/products/pro", primaryKey: "pro-key-1", secondaryKey: "pro-key-2" },
      { id: "contoso-batch", scope: "/products/batch", primaryKey: "batch-key" },
      { id: "auditor", scope: "/apis/reports", primaryKey: "reports-key" },
    ],
  });

  const app = express();
  app.use(auth); // the path selects the API
  app.get("/catalog", tell);
  app.get("/catalog/:id", tell);
  app.get("/reports", tell);
  // #endregion catalog

  // #region rules
  app.get("/orders", tell); // a token or key for any product of the API
  app.delete("/orders/:id", auth.require({ api: "orders", product: "pro" }), tell);
  app.post("/orders", auth.require({ api: "orders", product: "pro", all: true }), tell); // token and key
  // #endregion rules
  return app;
}

// #region access
function tell(req: Request, res: Response): void {
  const { product, api, operation, credential, subscription } = req.productAuth ?? {};
  res.json({ product, api, operation, credential, subscription: subscription?.id });
}
// #endregion access

export function createPeppered(
  subscriptions: SubscriptionStore,
  peppers: readonly string[],
): express.Express {
  const [current = "", ...previous] = peppers;
  // #region pepper
  const auth = productAuth({
    products: { batch: { accepts: ["key"] } },
    subscriptions,
    subscriptionKeyPepper: { current, previous }, // keep the old ones until their keys are regenerated
    subscriptionCache: { ttl: 5, max: 10_000 },
  });
  // #endregion pepper
  return express().use(auth, tell);
}

export function createRegistered(issuer: Issuer, clientId: string): express.Express {
  // #region clients
  const auth = productAuth({
    ...issuer,
    products: { pro: { displayName: "Pro", audience: "api://7b0c9e11-2222-4333-8444-955566667777" } },
    clientApplications: [{ id: clientId, products: ["pro"], state: "active", ownerId: "zoe" }],
  });
  // #endregion clients
  return express().use(auth, tell);
}

export async function serveFromFile(path: string, log: (line: string) => void): Promise<Server> {
  // #region file
  const auth = productAuth({ ...(await loadCatalog(path)) });
  const watch = watchCatalog(path, auth, {
    onProblem: (error) => log(error.message), // the previous catalog stays active
    onUpdate: () => log("products and APIs replaced"),
  });
  const server = express().use(auth, tell).listen(0);
  server.once("close", () => watch.close());
  // #endregion file
  return server;
}

export async function serveWithVariables(path: string): Promise<express.Express> {
  // #region variables
  const auth = productAuth({ ...(await loadCatalog(path, { env: process.env })) });
  // #endregion variables
  return express().use(auth, tell);
}

export function createWatched(log: (line: string) => void) {
  // #region handed-over
  const auth = productAuth({
    products: { shop: { accepts: ["key"] }, back: { accepts: ["key"] } },
    apis: {
      shop: { path: "shop", products: ["shop"] },
      admin: { path: "shop/admin", products: ["back"] },
    },
    subscriptions: [],
    onCatalogUpdate: ({ reassignedPaths }) => {
      for (const { path, from, to } of reassignedPaths)
        log(`${path}: ${from.api} -> ${to.api ?? "any product"}`);
    },
  });
  // #endregion handed-over
  return auth;
}
