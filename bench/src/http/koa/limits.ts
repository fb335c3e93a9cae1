import type { Middleware } from "koa";
import { productAuth } from "@product-auth/koa";
import { loadPeer } from "../../peers/load-peer.js";
import { idle, limited, limiter, PERIOD } from "../limits.js";
import { serveKoa } from "./koa-app.js";

const serve: Parameters<typeof limited>[0] = async (options) => {
  const auth = productAuth(options);
  await auth.ready();
  return serveKoa(auth.requireProduct("starter") as never);
};

export const ourKoaLimited = limited(serve);
export const ourKoaIdle = idle(serve);

/** Configured as its README says. */
export const koaRateLimit = limiter("koa-ratelimit", async (max) => {
  const rateLimit = loadPeer<(options: object) => Middleware>("koa-ratelimit");
  return serveKoa(rateLimit({ driver: "memory", db: new Map(), duration: PERIOD, max }));
});
