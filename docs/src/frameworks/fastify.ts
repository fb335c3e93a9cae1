import cors from "@fastify/cors";
import { accessOf, type FastifyProductAuth } from "@product-auth/fastify";
import fastify, { type FastifyInstance } from "fastify";

type Auth = FastifyProductAuth<"starter" | "pro">;

export async function createApp(auth: Auth, log: (error: unknown) => void): Promise<FastifyInstance> {
  // #region whole
  const app = fastify();
  await app.register(cors, { origin: "https://app.example", methods: ["GET", "POST", "DELETE"] });
  app.addHook("onRequest", auth.protectedResourceMetadata());
  await app.register(auth); // every route after this line requires a credential for a product
  app.get("/health", { config: { productAuth: "open" } }, () => "ok");
  app.get("/catalog", () => "for holders of any product");
  // #endregion whole

  // #region errors
  app.addHook("onError", async (_request, _reply, error) => log(error)); // for scopes declared after it, too
  // #endregion errors

  // #region route
  app.get("/orders/:id", { config: { productAuth: { product: "starter" } } }, (request) => {
    const { product, client } = request.productAuth; // product: "starter"
    const { id } = request.params as { id: string };
    return { id, product, for: client?.id };
  });
  // #endregion route

  // #region row
  const onRequest = [auth.requireProduct("starter"), auth.requireRole("Orders.Admin")];
  app.delete("/orders/:id", { onRequest }, (request) => ({ by: accessOf(request).client?.id }));
  // #endregion row

  // #region router
  await app.register(
    async (reports) => {
      reports.addHook("onRequest", auth.requireProduct("pro"));
      reports.get<{ Params: { year: string } }>("/:year", (request) => ({
        year: request.params.year,
        for: accessOf(request).product,
      }));
    },
    { prefix: "/reports" },
  );
  // #endregion router

  app.get("/broken", () => {
    throw new Error("a bug");
  });
  return app;
}

export async function createMixedApp(auth: Auth): Promise<FastifyInstance> {
  // #region beside
  const app = fastify();
  app.get("/health", () => "ok"); // outside of the scope that is guarded
  await app.register(async (api) => {
    await api.register(auth);
    api.get("/catalog", () => "for holders of any product");
  });
  app.get("/orders", { onRequest: auth.requireProduct("starter") }, () => "orders"); // guards itself
  // #endregion beside
  return app;
}
