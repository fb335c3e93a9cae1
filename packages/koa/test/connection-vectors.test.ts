import { pathToFileURL } from "node:url";
import { productAuth } from "@product-auth/koa";
import { connectionsOverHttp, connectionVectors } from "@product-auth/testkit";
import koa3 from "koa";
import koa2 from "koa2";
import type { KoaClass } from "./support/both-versions.js";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

const on = (Koa: KoaClass) =>
  connectionsOverHttp((options, rule, route) => {
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

const runner = { describe, it, before, after, beforeEach, afterEach };
connectionVectors(runner, "koa 3", on(koa3), folder);
// What differs between the versions is in the adapter's contract, so the vectors run on the other one with CONTRACT=full only.
if (process.env.CONTRACT === "full") connectionVectors(runner, "koa 2", on(koa2), folder);
