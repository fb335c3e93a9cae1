import type { FastifyProductAuth } from "@product-auth/fastify";
import type { FastifyInstance } from "fastify";
import type { ProductName } from "../product-name.js";

/** What the health routes tell about. */
export interface HealthOptions {
  readonly auth: FastifyProductAuth<ProductName>;
  readonly isStopping: () => boolean;
}

/** Health: whether the process answers, and whether it should get requests. Open to every caller. */
export async function health(app: FastifyInstance, { auth, isStopping }: HealthOptions): Promise<void> {
  app.get("/live", { config: { productAuth: "open" } }, () => ({ status: "ok" }));

  app.get("/ready", { config: { productAuth: "open" } }, (_request, reply) => {
    const status = isStopping() ? "stopping" : auth.health().status;
    return reply.code(status === "ok" || status === "degraded" ? 200 : 503).send({ status });
  });
}
