// #region fastify
import websocket from "@fastify/websocket";
import { productAuth, type ProductAuthOptions } from "@product-auth/fastify";
import fastify, { type FastifyInstance } from "fastify";

export async function createFeed(options: ProductAuthOptions<"starter" | "pro">): Promise<FastifyInstance> {
  const auth = productAuth({ ...options, upgrades: { origins: ["https://app.example"] } });
  const app = fastify();
  await app.register(websocket);
  await app.register(auth);
  const config = { productAuth: { product: "starter" } } as const;
  app.get("/feed", { websocket: true, config }, (ws, request) => {
    auth.connectionOf(request)?.onEnd(({ closeCode, reason }) => ws.close(closeCode, reason));
    ws.send(`Hello, ${request.productAuth?.product}`);
  });
  return app;
}
// #endregion fastify
