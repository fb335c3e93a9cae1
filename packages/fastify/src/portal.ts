import type { IncomingMessage } from "node:http";
import {
  mountHandler,
  unwantedFields,
  withoutSegments,
  type MountedAnswer,
  type WebHandler,
} from "@product-auth/core/adapter";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { allowAll } from "./guard-scope.js";

// oxlint-disable-next-line typescript/no-explicit-any -- any server, logger and type provider
type PortalPlugin = (scope: FastifyInstance<any, any, any, any, any>) => Promise<void>;

/**
 * Mounts a developer portal: `await app.register(portalRoutes(portal), { prefix: "/developer" })`, in a guarded scope or
 * outside of one. It answers every request at and below that path, with every method that the application knows.
 */
export function portalRoutes(portal: WebHandler): PortalPlugin {
  const answer = mountHandler(portal);
  return async function productAuthPortal(scope: FastifyInstance) {
    const segments = scope.prefix.split("/").filter((segment) => segment !== "").length;
    // The portal reads bodies itself and answers those that are too long; parsers of the application stay outside.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    const handler = async ({ raw, body, ip }: FastifyRequest, reply: FastifyReply) => {
      const target = withoutSegments(raw.url ?? "/", segments);
      const answered = await answer({ req: raw as IncomingMessage, target, body, address: ip });
      return write(reply, answered);
    };
    for (const url of segments === 0 ? ["/*"] : ["", "/*"])
      scope.route({
        method: [...scope.supportedMethods],
        url,
        config: { productAuth: "open" },
        schema: { hide: true } as object, // @fastify/swagger lists no pages
        onRequest: allowAll, // for reports, where no scope is guarded
        handler,
      });
  };
}

function write(reply: FastifyReply, { status, headers, body }: MountedAnswer): FastifyReply {
  if (reply.sent || reply.raw.headersSent) return reply; // the application answered while the portal waited
  for (const name of unwantedFields(Object.keys(reply.getHeaders()))) {
    reply.removeHeader(name);
    reply.raw.removeHeader(name); // @fastify/helmet sets its fields there
  }
  reply.code(status).headers(headers);
  return reply.send(body.byteLength === 0 ? undefined : body);
}
