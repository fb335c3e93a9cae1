import { createServer, type Server } from "node:http";
import type { ProductAuth } from "@product-auth/core";
import type { Portal } from "@product-auth/portal";
import { serveExpress } from "../http/express/express-app.js";
import { serveFastify } from "../http/fastify/fastify-app.js";
import { ORDERS, type Framework } from "../http/http-contender.js";
import { serveKoa } from "../http/koa/koa-app.js";

/** The instance and the portal that a guarded server mounts. */
export interface Mounted {
  readonly auth: ProductAuth<"starter" | "internal", string>;
  readonly portal: Portal;
}

/** Makes the bare server of a framework, and the same with the portal mounted and the route guarded. */
export async function serversOf(
  framework: Framework,
  mounted: Mounted,
): Promise<Readonly<Record<"bare" | "guarded", Server>>> {
  switch (framework) {
    case "express":
      return { bare: serveExpress(), guarded: await guardedExpress(mounted) };
    case "koa":
      return { bare: serveKoa(), guarded: await guardedKoa(mounted) };
    case "fastify":
      return { bare: await serveFastify(), guarded: await guardedFastify(mounted) };
  }
}

async function guardedExpress({ auth, portal }: Mounted): Promise<Server> {
  const { default: express } = await import("express");
  const { productAuth } = await import("@product-auth/express");
  const { portalRoutes } = await import("@product-auth/express/portal");
  const app = express();
  app.use("/developer", portalRoutes(portal));
  app.get("/orders", productAuth(auth).requireProduct("starter"), (_req, res) => void res.json(ORDERS));
  return createServer(app as never);
}

async function guardedKoa({ auth, portal }: Mounted): Promise<Server> {
  const { productAuth } = await import("@product-auth/koa");
  const { portalRoutes } = await import("@product-auth/koa/portal");
  return serveKoa(portalRoutes(portal, "/developer"), productAuth(auth).requireProduct("starter") as never);
}

async function guardedFastify({ auth, portal }: Mounted): Promise<Server> {
  const { default: fastify } = await import("fastify");
  const { productAuth } = await import("@product-auth/fastify");
  const { portalRoutes } = await import("@product-auth/fastify/portal");
  const app = fastify();
  await app.register(productAuth(auth)); // first: it refuses routes that it has not seen
  await app.register(portalRoutes(portal), { prefix: "/developer" });
  app.get("/orders", { config: { productAuth: { product: "starter" } } } as never, async () => ORDERS);
  await app.ready();
  return app.server as unknown as Server;
}
