import type { FastifyInstance } from "fastify";

/** Reports: part of the pro product, with a token or with a subscription key. */
export async function reports(app: FastifyInstance): Promise<void> {
  app.get("/:year", { config: { productAuth: { product: "pro" } } }, ({ params, productAuth }) => {
    const { year } = params as { year: string };
    const { product, credential, subscription } = productAuth;
    return { year, product, credential, subscription: subscription?.id };
  });
}
