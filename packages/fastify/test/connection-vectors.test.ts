import { pathToFileURL } from "node:url";
import { productAuth } from "@product-auth/fastify";
import { connectionsOverHttp, connectionVectors } from "@product-auth/testkit";
import fastify from "fastify";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

const start = connectionsOverHttp(async (options, rule, route) => {
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
});

connectionVectors({ describe, it, before, after, beforeEach, afterEach }, "fastify 5", start, folder);
