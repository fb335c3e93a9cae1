import type { FastifyPluginCallback, FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import { loadPeer } from "../../peers/load-peer.js";
import { awsByHand, joseByHand, jwtBearing, type CheckByHand } from "../by-hand.js";
import type { HttpContender } from "../http-contender.js";
import { serveFastify } from "./fastify-app.js";
import { fastifyFloor } from "./floor.js";
import { fastifyRateLimit, ourFastifyIdle, ourFastifyLimited } from "./limits.js";
import { ourFastify } from "./product-auth.js";

/** Tokens that the peers with a cache of tokens remember; their documentation recommends switching it on. */
const REMEMBERED = 20_000;

const bareFastify: HttpContender = { name: "bare", kind: "bare", serve: () => serveFastify() };

interface GetJwks {
  getPublicKey(key: { kid: string; alg: string; domain: string }): Promise<string>;
}
interface Complete {
  readonly header: { readonly kid: string; readonly alg: string };
  readonly payload: { readonly iss: string };
}

/** As the READMEs of both packages say, restricted to our issuer, and with the cache of tokens on. */
const fastifyJwt: HttpContender = {
  name: "@fastify/jwt + get-jwks, cache on",
  kind: "peer",
  serve: ({ issuer, appId }) =>
    serveFastify(async (app) => {
      const getJwks = loadPeer<(options: object) => GetJwks>("get-jwks")({
        issuersWhitelist: [issuer],
        providerDiscovery: true,
      });
      await app.register(loadPeer<FastifyPluginCallback<Record<string, unknown>>>("@fastify/jwt"), {
        decode: { complete: true },
        secret: (_request: unknown, { header: { kid, alg }, payload: { iss } }: Complete) =>
          getJwks.getPublicKey({ kid, domain: iss, alg }),
        verify: { algorithms: ["RS256"], allowedIss: issuer, allowedAud: appId, cache: REMEMBERED },
      });
      return async (request) => {
        await (request as FastifyRequest & { jwtVerify(): Promise<unknown> }).jwtVerify();
      };
    }),
};

/** As its README says, without and with the cache of tokens. */
const fastifyJwtJwks = (cache: number): HttpContender => ({
  name: `fastify-jwt-jwks, cache ${cache === 0 ? "off" : "on"}`,
  kind: "peer",
  serve: ({ issuer, appId, jwksUri }) =>
    serveFastify(async (app) => {
      await app.register(loadPeer<FastifyPluginCallback<Record<string, unknown>>>("fastify-jwt-jwks"), {
        jwksUrl: jwksUri,
        audience: appId,
        issuer,
        ...(cache > 0 && { cache }),
      });
      return (app as unknown as { authenticate: onRequestAsyncHookHandler }).authenticate;
    }),
});

/** A hook as people write it. */
const joseFastify: HttpContender = {
  name: "jose by hand",
  kind: "peer",
  serve: (world) => serveFastify(async () => hookBy(joseByHand(world))),
};

/** A hook as people write it, with the keys fetched at the start. */
const awsFastify: HttpContender = {
  name: "aws-jwt-verify by hand",
  kind: "peer",
  serve: (world, cold) => serveFastify(async () => hookBy(await awsByHand(world, cold))),
};

function hookBy(check: CheckByHand): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const token = jwtBearing(request.headers);
    const isGood =
      token !== undefined &&
      (await check(token).then(
        () => true,
        () => false,
      ));
    if (!isGood) await reply.code(401).send({ status: 401 });
  };
}

/** Fastify: the bare one, ours, and the usual peers. */
export const contenders: readonly HttpContender[] = [
  bareFastify,
  fastifyFloor,
  ourFastify,
  fastifyJwt,
  fastifyJwtJwks(0),
  fastifyJwtJwks(REMEMBERED),
  joseFastify,
  awsFastify,
  ourFastifyIdle,
  ourFastifyLimited,
  fastifyRateLimit,
];
