import compress from "@fastify/compress";
import cors from "@fastify/cors";
import formbody from "@fastify/formbody";
import helmet from "@fastify/helmet";
import { productAuth } from "@product-auth/fastify";
import { portalRoutes } from "@product-auth/fastify/portal";
import type { HostStep, PortalHarness } from "@product-auth/testkit";
import fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";

/** How the portal contract gets at Fastify, with these options of its router. */
export const portalHarness = (options: FastifyServerOptions = {}): PortalHarness => ({
  async mountPortal(portal, { prefix, before, auth, onError }) {
    const app = fastify(options);
    app.setErrorHandler((error, _request, reply) => {
      const { status = 200, body } = onError(error);
      return reply.code(status).send(body);
    });
    for (const step of before) await steps[step](app);
    if (auth !== undefined) await app.register(productAuth(auth));
    await app.register(portalRoutes(portal), { prefix });
    app.get("/host", () => "host");
    await app.ready();
    return { listener: app.routing, close: () => app.close() };
  },
});

const steps: Readonly<Record<HostStep, (app: FastifyInstance) => unknown>> = {
  parsers: (app) => app.register(formbody),
  "extended parsers": (app) => app.register(formbody),
  helmet: (app) => app.register(helmet, { contentSecurityPolicy: { reportOnly: true } }),
  compression: (app) => app.register(compress, { threshold: 0 }),
  cors: (app) => app.register(cors, { origin: true, credentials: true, preflightContinue: true, exposedHeaders: "x-portal" }), // prettier-ignore
  cookie: (app) =>
    app.addHook("onRequest", (_request, reply, done) => {
      reply.header("set-cookie", "host=1");
      done();
    }),
};
