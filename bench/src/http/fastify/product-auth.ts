import type { Server } from "node:http";
import fastify from "fastify";
import { productAuth } from "@product-auth/fastify";
import { optionsFor } from "../../peers/product-auth.js";
import { ORDERS, type HttpContender } from "../http-contender.js";

/** The plugin, and a rule on the route. */
export const ourFastify: HttpContender = {
  name: "product-auth",
  kind: "ours",
  async serve(world, cold) {
    const auth = productAuth(optionsFor(world));
    if (!cold) await auth.ready();
    const app = fastify();
    await app.register(auth);
    app.get("/orders", { config: { productAuth: { product: "starter" } } }, async () => ORDERS);
    await app.ready();
    return app.server as unknown as Server;
  },
};
