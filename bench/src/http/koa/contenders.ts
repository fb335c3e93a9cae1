import type { Middleware } from "koa";
import { loadPeer } from "../../peers/load-peer.js";
import { awsByHand, joseByHand, jwtBearing, type CheckByHand } from "../by-hand.js";
import type { HttpContender } from "../http-contender.js";
import { koaFloor } from "./floor.js";
import { serveKoa } from "./koa-app.js";
import { koaRateLimit, ourKoaIdle, ourKoaLimited } from "./limits.js";
import { ourKoa } from "./product-auth.js";

const bareKoa: HttpContender = { name: "bare", kind: "bare", serve: async () => serveKoa() };

/** Configured as its README says. */
const koaJwt: HttpContender = {
  name: "koa-jwt + jwks-rsa",
  kind: "peer",
  async serve({ jwksUri, issuer, appId }) {
    const jwt = loadPeer<(options: object) => Middleware>("koa-jwt");
    const { koaJwtSecret } = loadPeer<{ koaJwtSecret(options: object): unknown }>("jwks-rsa");
    const secret = koaJwtSecret({ jwksUri, cache: true, cacheMaxEntries: 5, cacheMaxAge: 36_000_000 });
    return serveKoa(jwt({ secret, audience: appId, issuer, algorithms: ["RS256"] }));
  },
};

/** A middleware as people write it. */
const joseKoa: HttpContender = {
  name: "jose by hand",
  kind: "peer",
  serve: async (world) => serveKoa(guardBy(joseByHand(world))),
};

/** A middleware as people write it, with the keys fetched at the start. */
const awsKoa: HttpContender = {
  name: "aws-jwt-verify by hand",
  kind: "peer",
  serve: async (world, cold) => serveKoa(guardBy(await awsByHand(world, cold))),
};

function guardBy(check: CheckByHand): Middleware {
  return async (ctx, next) => {
    const token = jwtBearing(ctx.headers);
    const isGood = token !== undefined && (await holds(check(token)));
    if (isGood) {
      await next();
      return;
    }
    ctx.status = 401;
    ctx.body = { status: 401 };
  };
}

const holds = (checked: Promise<unknown>) =>
  checked.then(
    () => true,
    () => false,
  );

/** Koa: the bare one, ours, and the usual peers. */
export const contenders: readonly HttpContender[] = [
  bareKoa,
  koaFloor,
  ourKoa,
  koaJwt,
  joseKoa,
  awsKoa,
  ourKoaIdle,
  ourKoaLimited,
  koaRateLimit,
];
