import { productAuth } from "@product-auth/fastify";
import { report as reportOf } from "@product-auth/routes/fastify";
import fastify, { type FastifyInstance, type onRequestHookHandler } from "fastify";
import type { Path } from "./paths.js";
import type { Link, Step } from "./plan.js";
import type { Build } from "./set-ups.js";

/** Builds plans with Fastify: a router is a scope, a middleware everywhere a hook of it. */
export const onFastify: Build = async ({ settings, steps }, heard) => {
  const auth = productAuth({ products: { gold: { accepts: ["key"] } }, subscriptions: [] });
  const guard = auth.requireProduct("gold") as unknown as onRequestHookHandler;
  const hooks: Record<Link, onRequestHookHandler> = {
    guard,
    step: (_request, _reply, done) => done(),
    jump: (_request, _reply, done) => done(),
  };
  const app = fastify({
    routerOptions: { caseSensitive: settings.sensitive, ignoreTrailingSlash: !settings.strict },
  });
  await app.register(async (scope) => declare(scope, steps));
  const report = await reportOf(app, auth);
  return { listener: (req, res) => app.routing(req, res), report, close: () => app.close() };

  async function declare(scope: FastifyInstance, inner: readonly Step[]): Promise<void> {
    for (const each of inner) {
      if (each.kind === "use") {
        if (each.what === "guard" && each.paths.length === 0) await scope.register(auth);
        else scope.addHook("onRequest", hooks[each.what]);
      } else if (each.kind === "mount") {
        const prefix = each.paths.map(asText)[0];
        await scope.register(
          async (below) => declare(below, each.steps),
          prefix === undefined ? {} : { prefix },
        );
      } else if (each.handler !== "none") {
        const method = each.method === "all" ? ["GET", "POST", "PUT", "HEAD"] : each.method.toUpperCase();
        const onRequest = each.links.map((link) => hooks[link]);
        scope.route({
          method: method as "GET",
          url: asText(each.paths[0]!),
          onRequest,
          handler: async () => (heard(each), ""),
        });
      }
    }
  }
};

const asText = (path: Path): string => (typeof path === "string" ? path : "/*");
