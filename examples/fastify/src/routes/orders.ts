import type { FastifyInstance } from "fastify";

/** Orders: read with the starter product, written by a user through the pro product. */
export async function orders(app: FastifyInstance): Promise<void> {
  app.get("/", { config: { productAuth: { product: "starter" } } }, ({ productAuth }) => ({
    orders: [{ id: 1, item: "Espresso cups" }],
    client: productAuth.client?.id,
  }));

  app.post(
    "/",
    { config: { productAuth: { product: "pro", scopes: ["Orders.Write"] } }, bodyLimit: 16 * 1024 },
    async (_request, reply) => reply.code(201).send({ id: 2 }),
  );
}
