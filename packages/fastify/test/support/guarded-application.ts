import { productAuth } from "@product-auth/fastify";
import type { GuardedApplication } from "@product-auth/testkit";
import fastify from "fastify";

/** An application behind a proxy on this machine, for vectors. */
export const guardedFastify: GuardedApplication = async (options, rule, route) => {
  const auth = productAuth<string, string>(options);
  const app = fastify({ trustProxy: "loopback" });
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  if (rule === undefined) await app.register(auth);
  else app.addHook("onRequest", auth.require(rule));
  app.all("/*", async ({ raw }, reply) => {
    const { status, body } = await route(raw);
    return reply.code(status).type("text/plain").send(body);
  });
  await app.ready();
  return {
    listener: app.routing,
    async close() {
      await app.close();
      await auth.close();
    },
  };
};
