import { pathToFileURL } from "node:url";
import { productAuth } from "@product-auth/koa";
import { connectionsOverHttp, connectionVectors } from "@product-auth/testkit";
import Koa from "koa";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

const start = connectionsOverHttp((options, rule, route) => {
  const auth = productAuth<string, string>(options);
  const app = new Koa({ proxy: true, maxIpsCount: 1 });
  app.use(rule === undefined ? auth : auth.require(rule));
  app.use(async (ctx) => {
    const { status, body } = await route(ctx.req);
    ctx.status = status;
    ctx.body = body;
  });
  const serve = app.callback();
  return { listener: (req, res) => void serve(req, res), close: () => auth.close() };
});

connectionVectors({ describe, it, before, after, beforeEach, afterEach }, "koa 3", start, folder);
