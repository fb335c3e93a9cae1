// The code of the README. It is run by readme.test.ts.
// #region shortest
import { productAuth } from "@product-auth/fastify";
import fastify from "fastify";

export async function createApp(entra: { tenantId: string; authorityHost?: string }) {
  const auth = productAuth({
    ...entra,
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    },
  });

  const app = fastify();
  await app.register(auth); // every route after this line requires a credential for a product
  app.get("/health", { config: { productAuth: "open" } }, () => "ok"); // explicitly open
  app.get("/orders", { config: { productAuth: { product: "starter" } } }, (request) => ({
    for: request.productAuth.client?.id,
  }));
  return app;
}
// #endregion shortest

// #region hooks
import { accessOf, type FastifyProductAuth } from "@product-auth/fastify";
import type { FastifyInstance } from "fastify";

export function reports(app: FastifyInstance, auth: FastifyProductAuth<"pro">): void {
  const onRequest = [auth.requireProduct("pro"), auth.requireRole("Reports.Read")];
  app.get("/reports", { onRequest }, (request) => ({ for: accessOf(request).client?.id }));
}
// #endregion hooks

// #region beside
import cors from "@fastify/cors";
import helmet from "@fastify/helmet";

export async function createPublicApi<P extends string>(auth: FastifyProductAuth<P>) {
  const app = fastify();
  await app.register(cors, { origin: "https://app.example" });
  await app.register(helmet);
  app.addHook("onRequest", auth.protectedResourceMetadata());
  await app.register(auth);
  return app;
}
// #endregion beside
