import type { FastifyInstance } from "fastify";

// @if both
/** Orders: part of the starter product, with a token and a subscription key. */
// @end
// @if either
/** Orders: part of the starter product, with a token or a subscription key. */
// @end
// @if !keys
/** Orders: part of the starter product, with a token. */
// @end
// @if !tokens
/** Orders: part of the starter product, with a subscription key. */
// @end
export async function orders(app: FastifyInstance): Promise<void> {
  // @if both
  const productAuth = { product: "starter", all: true } as const;
  // @else
  const productAuth = { product: "starter" } as const;
  // @end
  app.get("/", { config: { productAuth } }, ({ productAuth }) => ({
    orders: [{ id: 1, item: "Espresso cups" }],
    // @if tokens keys
    client: productAuth.client?.id,
    subscription: productAuth.subscription?.id,
    // @end
    // @if !keys
    client: productAuth.client?.id,
    // @end
    // @if !tokens
    subscription: productAuth.subscription?.id,
    // @end
  }));
}
