import type { Server } from "node:http";
import fastify, { type FastifyInstance, type onRequestAsyncHookHandler } from "fastify";
import { ORDERS } from "../http-contender.js";

/** One route; `prepare` registers what guards it and says with which hook, if with one. */
export async function serveFastify(
  prepare: (app: FastifyInstance) => Promise<onRequestAsyncHookHandler | undefined> = async () => undefined,
): Promise<Server> {
  const app = fastify();
  const onRequest = await prepare(app);
  app.get("/orders", onRequest === undefined ? {} : { onRequest }, async () => ORDERS);
  await app.ready();
  return app.server as unknown as Server;
}
