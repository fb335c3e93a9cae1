import type { RequestHandler } from "express";
import { productAuth } from "@product-auth/express";
import { loadPeer } from "../../peers/load-peer.js";
import { idle, limited, limiter, PERIOD } from "../limits.js";
import { serveExpress } from "./express-app.js";

const serve: Parameters<typeof limited>[0] = async (options) => {
  const auth = productAuth(options);
  await auth.ready();
  return serveExpress(auth.requireProduct("starter") as never);
};

export const ourExpressLimited = limited(serve);
export const ourExpressIdle = idle(serve);

interface ExpressRateLimit {
  rateLimit(options: object): RequestHandler;
}

/** Configured as its README says. */
export const expressRateLimit = limiter("express-rate-limit", async (limit) => {
  const { rateLimit } = loadPeer<ExpressRateLimit>("express-rate-limit");
  return serveExpress(
    rateLimit({ windowMs: PERIOD, limit, standardHeaders: "draft-8", legacyHeaders: false, ipv6Subnet: 56 }),
  );
});
