import type { FastifyProductAuth } from "@product-auth/fastify";
import type { FastifyInstance } from "fastify";
import type { ProductName } from "../product-name.js";

/** What the health routes tell about. */
export interface HealthOptions {
  // @if portal
  readonly auth: FastifyProductAuth<ProductName, "orders">;
  // @else
  readonly auth: FastifyProductAuth<ProductName>;
  // @end
}

/** Health: whether the process answers, and whether it should get requests. Open to every caller. */
export async function health(
  app: FastifyInstance,
  { auth }: HealthOptions,
): Promise<void> {
  const config = { productAuth: "open" } as const;
  app.get("/live", { config }, () => ({ status: "ok" }));

  app.get("/ready", { config }, (_request, reply) => {
    const { status } = auth.health();
    return reply.code(status === "unavailable" ? 503 : 200).send({ status });
  });
}
