import { productAuth } from "@product-auth/fastify";
import type { FastifyInstance } from "fastify";

/** A plugin in which every route is guarded or open in so many words. */
export default async function shop(app: FastifyInstance) {
  await app.register(productAuth({ products: { starter: { accepts: ["key"] } }, subscriptions: [] }));
  app.get("/health", { config: { productAuth: "open" } }, () => "ok");
  app.get("/orders", () => "orders");
}

/** Makes an instance of its own, with a route that is open. */
export async function other() {
  const { fastify } = await import("fastify");
  const app = fastify();
  app.get("/other", () => "other");
  return app;
}
