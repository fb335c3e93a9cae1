import type { RequestListener } from "node:http";
import { accessOf, productAuth } from "@product-auth/fastify";
import { portalRoutes } from "@product-auth/fastify/portal";
import Fastify from "fastify";
import { answers } from "../answers.js";
import { MOUNT } from "../registrations.js";
import type { Parts } from "./parts.js";

export async function fastifyApplication(parts: Parts): Promise<RequestListener> {
  const app = Fastify();
  await app.register(productAuth(parts.auth)); // the path selects the API, and the API its products
  await app.register(portalRoutes(parts.portal), { prefix: MOUNT });
  app.get<{ Params: { city: string } }>("/forecasts/:city", (request) =>
    answers.forecast(accessOf(request), request.params.city),
  );
  app.get<{ Params: { city: string } }>("/history/:city", (request) =>
    answers.history(accessOf(request), request.params.city),
  );
  await app.ready();
  return app.routing;
}
