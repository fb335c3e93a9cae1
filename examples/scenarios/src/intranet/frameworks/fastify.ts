import type { RequestListener } from "node:http";
import { accessOf, productAuth } from "@product-auth/fastify";
import { portalRoutes } from "@product-auth/fastify/portal";
import Fastify from "fastify";
import { answers } from "../answers.js";
import { rules } from "../catalog.js";
import { MOUNT } from "../registrations.js";
import type { Parts } from "./parts.js";

export async function fastifyApplication(parts: Parts): Promise<RequestListener> {
  const app = Fastify();
  await app.register(productAuth(parts.auth));
  await app.register(portalRoutes(parts.portal), { prefix: MOUNT });
  app.get("/timesheets", { config: { productAuth: rules.readTimesheets } }, (request) =>
    answers.timesheets(accessOf(request)),
  );
  app.post("/timesheets", { config: { productAuth: rules.recordHours } }, (request, reply) =>
    reply.code(201).send(answers.recorded(accessOf(request), request.body)),
  );
  app.get<{ Params: { month: string } }>(
    "/payslips/:month",
    { config: { productAuth: rules.readPayslips } },
    (request) => answers.payslip(accessOf(request), request.params.month),
  );
  await app.ready();
  return app.routing;
}
