import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Router } from "@koa/router";
import * as core from "@product-auth/core";
import { startEntra } from "@product-auth/emulator";
import { ConfigurationError, productAuth } from "@product-auth/koa";
import { portalRoutes } from "@product-auth/koa/portal";
import { report } from "@product-auth/routes/koa";
import Koa from "koa";

assert.equal(ConfigurationError, core.ConfigurationError, "one copy of core");
assert.throws(() => productAuth({ products: {} }), ConfigurationError);
assert.throws(() => portalRoutes({} as never, "/developer"), ConfigurationError);

const entra = await startEntra({
  products: { starter: {} },
  clients: { contoso: { products: ["starter"] } },
});
const auth = productAuth({
  tenantId: entra.tenantId,
  authorityHost: entra.origin,
  products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
});

const app = new Koa();
const router = new Router();
router.get("/orders", auth.requireProduct("starter"), (ctx) => {
  const { client, product } = ctx.state.productAuth;
  ctx.body = { id: client?.id, product };
});
app.use(auth);
app.use(router.routes());
// @ts-expect-error -- a misspelt product does not compile
assert.throws(() => router.get("/misspelt", auth.requireProduct("startr")), ConfigurationError);
assert.deepEqual(report(app, auth).unprotected, []);

const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;

assert.equal((await fetch(url)).status, 401);
const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
const answer = await fetch(url, { headers: { authorization } });
assert.equal(answer.status, 200);
assert.equal(((await answer.json()) as { id: string }).id, entra.clients["contoso"]!.appId);

server.close();
server.closeAllConnections();
await auth.close();
await entra.close();
