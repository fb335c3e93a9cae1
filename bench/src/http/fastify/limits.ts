import type { Server } from "node:http";
import fastify, { type FastifyPluginCallback } from "fastify";
import { productAuth } from "@product-auth/fastify";
import { loadPeer } from "../../peers/load-peer.js";
import { ORDERS } from "../http-contender.js";
import { idle, limited, limiter, PERIOD } from "../limits.js";
import { serveFastify } from "./fastify-app.js";

const serve: Parameters<typeof limited>[0] = async (options) => {
  const auth = productAuth(options);
  await auth.ready();
  const app = fastify();
  await app.register(auth);
  app.get("/orders", { config: { productAuth: { product: "starter" } } }, async () => ORDERS);
  await app.ready();
  return app.server as unknown as Server;
};

export const ourFastifyLimited = limited(serve);
export const ourFastifyIdle = idle(serve);

/** Configured as its README says. */
export const fastifyRateLimit = limiter("@fastify/rate-limit", (max) =>
  serveFastify(async (app) => {
    const rateLimit = loadPeer<FastifyPluginCallback<Record<string, unknown>>>("@fastify/rate-limit");
    await app.register(rateLimit, { max, timeWindow: PERIOD });
    return undefined;
  }),
);
