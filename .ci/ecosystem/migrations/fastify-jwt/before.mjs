import fastifyJwt from "@fastify/jwt";
import Fastify from "fastify";
import createGetJwks from "get-jwks";

export async function createApp({ issuer, starter }) {
  // #region before
  const app = Fastify();
  const getJwks = createGetJwks({ issuersWhitelist: [issuer], providerDiscovery: true });
  await app.register(fastifyJwt, {
    decode: { complete: true },
    secret: (request, { header, payload }) =>
      getJwks.getPublicKey({ kid: header.kid, alg: header.alg, domain: payload.iss }),
    verify: { algorithms: ["RS256"], allowedIss: issuer, allowedAud: starter },
  });
  app.addHook("onRequest", (request) => request.jwtVerify());
  app.get("/orders", async (request, reply) => {
    if (!request.user.roles?.includes("Product.Starter.All")) return reply.code(403).send();
    return { for: request.user.azp };
  });
  app.post("/orders", async (request, reply) => {
    if (!request.user.scp?.split(" ").includes("Orders.Write")) return reply.code(403).send();
    return { by: request.user.oid };
  });
  // #endregion before
  return app;
}
