import assert = require("node:assert/strict");
import { startEntra } from "@product-auth/emulator";
import { ConfigurationError, productAuth } from "@product-auth/fastify";
import fastify = require("fastify");

void main();

async function main(): Promise<void> {
  assert.throws(() => productAuth({ products: {} }), ConfigurationError);
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
  app.get(
    "/orders",
    { config: { productAuth: { product: "starter" } } },
    (request) => request.productAuth.product,
  );
  const url = `${await app.listen({ port: 0, host: "127.0.0.1" })}/orders`;

  assert.equal((await fetch(url)).status, 401);
  const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
  assert.equal((await fetch(url, { headers: { authorization } })).status, 200);

  await app.close();
  await auth.close();
  await entra.close();
}
