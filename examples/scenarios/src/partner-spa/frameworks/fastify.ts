import type { RequestListener } from "node:http";
import cors from "@fastify/cors";
import { accessOf, productAuth } from "@product-auth/fastify";
import { portalRoutes } from "@product-auth/fastify/portal";
import Fastify from "fastify";
import { answers } from "../answers.js";
import { rules } from "../catalog.js";
import { MOUNT } from "../registrations.js";
import { METHODS, READ, REMEMBERED, SENT } from "./cors.js";
import { isGateway } from "./is-gateway.js";
import type { Parts } from "./parts.js";

export async function fastifyApplication({ app: origin, ...parts }: Parts): Promise<RequestListener> {
  const app = Fastify({ trustProxy: "loopback" }); // the gateway names the caller's address
  // Before the guard: preflights carry no credential, and the app reads refusals too.
  await app.register(cors, {
    origin: [origin],
    methods: METHODS,
    allowedHeaders: SENT,
    exposedHeaders: READ,
    maxAge: REMEMBERED,
  });
  await app.register(productAuth(parts.auth));
  await app.register(async (scope) => {
    scope.addHook("onRequest", async (request, reply) => {
      if (!isGateway(request.raw.socket)) return reply.callNotFound();
    });
    await scope.register(portalRoutes(parts.portal), { prefix: MOUNT });
  });
  app.get("/orders", { config: { productAuth: rules.listOrders } }, (request) =>
    answers.orders(accessOf(request)),
  );
  app.post("/orders", { config: { productAuth: rules.placeOrders } }, (request, reply) =>
    reply.code(201).send(answers.placed(accessOf(request), request.body)),
  );
  app.get("/test/orders", { config: { productAuth: rules.listTestOrders } }, (request) =>
    answers.testOrders(accessOf(request)),
  );
  await app.ready();
  return app.routing;
}
