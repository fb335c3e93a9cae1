import { productAuth } from "@product-auth/fastify";
import { portalRoutes } from "@product-auth/fastify/portal";
import Fastify from "fastify";
import { answers } from "../answers.js";
import { MOUNT, type ApiParts, type ApiServer } from "./api-server.js";

export async function fastifyServer(parts: ApiParts): Promise<ApiServer> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(productAuth(parts.auth));
  await app.register(portalRoutes(parts.portal), { prefix: MOUNT });
  app.get("/", { config: { productAuth: "open" } }, (_request, reply) => reply.redirect(MOUNT));
  app.get("/orders", () => answers.orders());
  app.post(
    "/orders",
    { config: { productAuth: { product: "pro", scopes: ["Orders.Write"] } } },
    ({ body }, reply) => reply.code(201).send(answers.created(body)),
  );
  app.get<{ Params: { id: string } }>("/orders/:id", ({ params }) => answers.order(params.id));
  app.get<{ Params: { year: string } }>("/reports/:year", ({ params }) => answers.report(params.year));
  app.get("/internal", () => answers.internal());
  return {
    listen: async (port) => void (await app.listen({ port, host: "127.0.0.1" })),
    close: () => app.close(),
  };
}
