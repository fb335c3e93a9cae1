import assert from "node:assert/strict";
import * as core from "@product-auth/core";
import { startEntra } from "@product-auth/emulator";
import { accessOf, ConfigurationError, productAuth } from "@product-auth/fastify";
import { portalRoutes } from "@product-auth/fastify/portal";
import { report } from "@product-auth/routes/fastify";
import { fastify } from "fastify";

assert.equal(ConfigurationError, core.ConfigurationError, "one copy of core");
assert.throws(() => productAuth({ products: {} }), ConfigurationError);
assert.throws(() => portalRoutes({} as never), ConfigurationError);

const entra = await startEntra({
  products: { starter: {} },
  clients: { contoso: { products: ["starter"] } },
});
const auth = productAuth({
  tenantId: entra.tenantId,
  authorityHost: entra.origin,
  products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
});

const app = fastify();
await app.register(auth);
app.get("/orders", { config: { productAuth: { product: "starter" } } }, (request) => {
  const { client, product } = request.productAuth;
  return { id: client?.id, product };
});
app.get("/any", (request) => ({ id: accessOf(request).client?.id }));
app.get("/health", { config: { productAuth: "open" } }, () => "ok");
// @ts-expect-error -- a misspelt product does not compile
assert.throws(() => auth.requireProduct("startr"), ConfigurationError);
assert.deepEqual((await report(app, auth)).unprotected, []);

const origin = await app.listen({ port: 0, host: "127.0.0.1" });
const url = `${origin}/orders`;
assert.equal((await fetch(`${origin}/health`)).status, 200);
assert.equal((await fetch(`${origin}/any`)).status, 401);

assert.equal((await fetch(url)).status, 401);
const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
const answer = await fetch(url, { headers: { authorization } });
assert.equal(answer.status, 200);
assert.equal(((await answer.json()) as { id: string }).id, entra.clients["contoso"]!.appId);

await app.close();
await auth.close();
await entra.close();
