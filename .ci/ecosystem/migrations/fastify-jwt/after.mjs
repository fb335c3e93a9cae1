import { productAuth } from "@product-auth/fastify";
import Fastify from "fastify";

export async function createApp({ tenantId, authorityHost, starter }) {
  // #region after
  const auth = productAuth({
    tenantId,
    authorityHost,
    products: { starter: { displayName: "Starter", audience: starter } },
  });

  const app = Fastify();
  await app.register(auth);
  app.get("/orders", { config: { productAuth: { product: "starter" } } }, async (request) => ({
    for: request.productAuth.client.id,
  }));
  const writing = { product: "starter", scopes: ["Orders.Write"] };
  app.post("/orders", { config: { productAuth: writing } }, async (request) => ({
    by: request.productAuth.token.claims.oid,
  }));
  // #endregion after
  return app;
}
