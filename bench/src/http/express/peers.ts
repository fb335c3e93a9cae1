import type { RequestHandler } from "express";
import { bearerMiddleware } from "../../peers/express-oauth2-jwt-bearer.js";
import { loadPeer } from "../../peers/load-peer.js";
import { awsByHand, joseByHand, jwtBearing, type CheckByHand } from "../by-hand.js";
import type { HttpContender } from "../http-contender.js";
import { serveExpress } from "./express-app.js";

/** Configured as its README says: issuer and audience. */
export const bearerExpress: HttpContender = {
  name: "express-oauth2-jwt-bearer",
  kind: "peer",
  serve: async (world) => serveExpress(bearerMiddleware(world)),
};

interface ExpressJwt {
  expressjwt(options: object): RequestHandler;
}

/** Configured as the examples of both packages say, with cache and rate limit. */
export const expressJwt: HttpContender = {
  name: "express-jwt + jwks-rsa",
  kind: "peer",
  async serve({ jwksUri, issuer, appId }) {
    const { expressjwt } = loadPeer<ExpressJwt>("express-jwt");
    const { expressJwtSecret } = loadPeer<{ expressJwtSecret(options: object): unknown }>("jwks-rsa");
    const secret = expressJwtSecret({ cache: true, rateLimit: true, jwksRequestsPerMinute: 5, jwksUri });
    return serveExpress(expressjwt({ secret, audience: appId, issuer, algorithms: ["RS256"] }));
  },
};

interface Passport {
  use(strategy: object): void;
  authenticate(name: string, options: object): RequestHandler;
}
interface AzureAd {
  BearerStrategy: new (
    options: object,
    verify: (claims: object, done: (error: null, user: object, info: object) => void) => void,
  ) => object;
}

/** The strategy for APIs, its own logging off. */
export const passportAzureAd: HttpContender = {
  name: "passport-azure-ad",
  kind: "peer",
  async serve({ discoveryUrl, appId }) {
    const passport = loadPeer<Passport>("passport");
    const { BearerStrategy } = loadPeer<AzureAd>("passport-azure-ad");
    const options = {
      identityMetadata: discoveryUrl,
      clientID: appId,
      loggingLevel: "fatal",
      loggingNoPII: true,
    };
    passport.use(new BearerStrategy(options, (claims, done) => done(null, claims, claims)));
    return serveExpress(passport.authenticate("oauth-bearer", { session: false }));
  },
};

/** A middleware as people write it. */
export const joseExpress: HttpContender = {
  name: "jose by hand",
  kind: "peer",
  serve: async (world) => serveExpress(guardBy(joseByHand(world))),
};

/** A middleware as people write it, with the keys fetched at the start. */
export const awsExpress: HttpContender = {
  name: "aws-jwt-verify by hand",
  kind: "peer",
  serve: async (world, cold) => serveExpress(guardBy(await awsByHand(world, cold))),
};

function guardBy(check: CheckByHand): RequestHandler {
  return (req, res, next) => {
    const token = jwtBearing(req.headers);
    if (token === undefined) return void res.status(401).json({ status: 401 });
    check(token).then(
      () => next(),
      () => void res.status(401).json({ status: 401 }),
    );
  };
}
